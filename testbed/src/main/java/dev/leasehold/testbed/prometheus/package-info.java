// SPDX-License-Identifier: Apache-2.0
/** Prometheus, its command line and the exporter of PostgreSQL's metrics. */
@NullMarked
package dev.leasehold.testbed.prometheus;

import org.jspecify.annotations.NullMarked;
