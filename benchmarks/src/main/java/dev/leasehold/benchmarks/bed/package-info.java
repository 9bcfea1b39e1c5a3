// SPDX-License-Identifier: Apache-2.0
/** The servers and forked JVMs that the measurements run on. */
@NullMarked
package dev.leasehold.benchmarks.bed;

import org.jspecify.annotations.NullMarked;
