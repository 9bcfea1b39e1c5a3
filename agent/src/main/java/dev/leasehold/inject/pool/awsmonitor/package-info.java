// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to the monitor of hosts that AWS's JDBC wrapper runs by default, as of 4.3.
 */
@NullMarked
package dev.leasehold.inject.pool.awsmonitor;

import org.jspecify.annotations.NullMarked;
