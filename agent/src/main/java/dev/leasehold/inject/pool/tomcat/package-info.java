// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to Tomcat JDBC, from 8.5 on.
 *
 * <ul>
 *   <li>Tomcat JDBC | taken out of the queue | the pool treats it as if its {@code maxAge} had come
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.tomcat;

import org.jspecify.annotations.NullMarked;
