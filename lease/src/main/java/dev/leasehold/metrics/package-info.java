// SPDX-License-Identifier: Apache-2.0
/**
 * The figures of leases, logins and connections: one table of metrics, what counts them, and how
 * Prometheus reads them.
 *
 * <p>{@link dev.leasehold.metrics.MetricName} is the table. A {@link
 * dev.leasehold.metrics.MetricsRegistry} holds what is counted, and {@link
 * dev.leasehold.metrics.Exposition} writes it.
 */
@NullMarked
package dev.leasehold.metrics;

import org.jspecify.annotations.NullMarked;
