// SPDX-License-Identifier: Apache-2.0
/**
 * What a cluster and a database say now, and Events for findings. {@link
 * dev.leasehold.audit.live.LiveCluster} and {@link dev.leasehold.audit.live.LivePostgres} are where
 * to begin.
 */
@NullMarked
package dev.leasehold.audit.live;

import org.jspecify.annotations.NullMarked;
