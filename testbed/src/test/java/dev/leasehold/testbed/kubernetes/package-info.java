// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.leasehold.testbed.kubernetes;

import org.jspecify.annotations.NullMarked;
