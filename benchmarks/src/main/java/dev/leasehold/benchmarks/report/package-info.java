// SPDX-License-Identifier: Apache-2.0
/** Figures, their goals, and the table in README.md. */
@NullMarked
package dev.leasehold.benchmarks.report;

import org.jspecify.annotations.NullMarked;
