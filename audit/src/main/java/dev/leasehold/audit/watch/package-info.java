// SPDX-License-Identifier: Apache-2.0
/**
 * The join as a service: follows logs that grow, and writes out each finding once. {@link
 * dev.leasehold.audit.watch.WatchService} is where to begin.
 *
 * <p>All that outlives the process is in one file of DuckDB. What has been read and how far is one
 * transaction; so is what is due. The process may be killed at any point.
 */
@NullMarked
package dev.leasehold.audit.watch;

import org.jspecify.annotations.NullMarked;
