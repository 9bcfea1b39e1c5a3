// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of Commons DBCP 1 and 2, and of Tomcat's copy of 2.
 *
 * <ul>
 *   <li>Commons DBCP, also Tomcat's copy | {@code commons-dbcp} 1.4, {@code commons-dbcp2} 2.0,
 *       {@code tomcat-dbcp} 8.5.100 | invalidated | invalidated when it is closed, after a rollback
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.dbcp;

import org.jspecify.annotations.NullMarked;
