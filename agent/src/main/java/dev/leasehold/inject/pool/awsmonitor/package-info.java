// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of the monitor of hosts that AWS's JDBC wrapper runs by default.
 *
 * <ul>
 *   <li>AWS's monitor of hosts | {@code aws-advanced-jdbc-wrapper} 4.3.0 | closed; the monitor
 *       opens another connection | the monitor lends no connection
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.awsmonitor;

import org.jspecify.annotations.NullMarked;
