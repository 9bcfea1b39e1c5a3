// SPDX-License-Identifier: Apache-2.0
/** Measures what Leasehold costs, with and without it in one run. */
@NullMarked
package dev.leasehold.benchmarks;

import org.jspecify.annotations.NullMarked;
