// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.leasehold.termination;

import org.jspecify.annotations.NullMarked;
