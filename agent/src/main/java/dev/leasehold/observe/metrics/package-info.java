// SPDX-License-Identifier: Apache-2.0
/**
 * Feeds the metrics from the events of the agent. Nothing of this package is loaded while no
 * setting asks for metrics.
 */
@NullMarked
package dev.leasehold.observe.metrics;

import org.jspecify.annotations.NullMarked;
