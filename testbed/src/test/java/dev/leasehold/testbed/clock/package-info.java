// SPDX-License-Identifier: Apache-2.0
/** The wall clock of one process, set for real. */
@NullMarked
package dev.leasehold.testbed.clock;

import org.jspecify.annotations.NullMarked;
