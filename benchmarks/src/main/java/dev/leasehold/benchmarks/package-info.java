// SPDX-License-Identifier: Apache-2.0
/** Measures the cost of Leasehold: one run with it and one without. */
@NullMarked
package dev.leasehold.benchmarks;

import org.jspecify.annotations.NullMarked;
