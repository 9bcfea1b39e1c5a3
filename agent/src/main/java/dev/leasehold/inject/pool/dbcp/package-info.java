// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to Commons DBCP 1.4, to 2, and to Tomcat's copy of 2.
 *
 * <ul>
 *   <li>Commons DBCP, also Tomcat's copy | invalidated | invalidated when it is closed, after a
 *       rollback
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.dbcp;

import org.jspecify.annotations.NullMarked;
