// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.leasehold.signal;

import org.jspecify.annotations.NullMarked;
