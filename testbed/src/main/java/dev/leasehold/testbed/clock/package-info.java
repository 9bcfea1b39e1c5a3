// SPDX-License-Identifier: Apache-2.0
/** The wall clock of one process. */
@NullMarked
package dev.leasehold.testbed.clock;

import org.jspecify.annotations.NullMarked;
