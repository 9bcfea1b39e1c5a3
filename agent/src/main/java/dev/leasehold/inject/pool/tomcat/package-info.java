// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of Tomcat JDBC.
 *
 * <ul>
 *   <li>Tomcat JDBC | {@code tomcat-jdbc} 8.5.0 | taken out of the queue | the pool treats it as if
 *       its {@code maxAge} had come
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.tomcat;

import org.jspecify.annotations.NullMarked;
