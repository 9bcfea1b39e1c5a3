// SPDX-License-Identifier: Apache-2.0
/** Measures the cost of Leasehold: a run with it and a run without. */
@NullMarked
package dev.leasehold.benchmarks;

import org.jspecify.annotations.NullMarked;
