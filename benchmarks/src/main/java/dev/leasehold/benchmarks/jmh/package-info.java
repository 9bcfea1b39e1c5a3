// SPDX-License-Identifier: Apache-2.0
/** Measurements by JMH. */
@NullMarked
package dev.leasehold.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
