// SPDX-License-Identifier: Apache-2.0
/**
 * The figures of leases, logins and connections: one table of metrics, their counters, and the
 * pages that Prometheus reads.
 *
 * <p>{@link dev.leasehold.metrics.MetricName} is the table. A {@link
 * dev.leasehold.metrics.MetricsRegistry} holds the counts, and {@link
 * dev.leasehold.metrics.Exposition} writes it.
 */
@NullMarked
package dev.leasehold.metrics;

import org.jspecify.annotations.NullMarked;
