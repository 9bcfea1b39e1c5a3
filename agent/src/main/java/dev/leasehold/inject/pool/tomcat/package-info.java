// SPDX-License-Identifier: Apache-2.0
/** What is particular to Tomcat JDBC, from 8.5 on. */
@NullMarked
package dev.leasehold.inject.pool.tomcat;

import org.jspecify.annotations.NullMarked;
