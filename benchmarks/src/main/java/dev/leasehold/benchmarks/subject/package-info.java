// SPDX-License-Identifier: Apache-2.0
/** The programs that are measured: they know nothing of Leasehold. */
@NullMarked
package dev.leasehold.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
