// SPDX-License-Identifier: Apache-2.0
/**
 * The present state of a cluster and of a database, and Events for findings. {@link
 * dev.leasehold.audit.live.LiveCluster} and {@link dev.leasehold.audit.live.LivePostgres} are where
 * to begin.
 */
@NullMarked
package dev.leasehold.audit.live;

import org.jspecify.annotations.NullMarked;
