// SPDX-License-Identifier: Apache-2.0
/**
 * The join as a service: follows logs that grow, and writes out each finding once. {@link
 * dev.leasehold.audit.watch.WatchService} is where to begin.
 *
 * <p>All that outlives the process is in one file of DuckDB. The rows that were read and the
 * position in the log are one transaction. So are the findings that are due. The process may be
 * killed at any point.
 */
@NullMarked
package dev.leasehold.audit.watch;

import org.jspecify.annotations.NullMarked;
