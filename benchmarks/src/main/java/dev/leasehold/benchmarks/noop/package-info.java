// SPDX-License-Identifier: Apache-2.0
/** The agent to compare with: it does nothing. */
@NullMarked
package dev.leasehold.benchmarks.noop;

import org.jspecify.annotations.NullMarked;
