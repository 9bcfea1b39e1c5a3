// SPDX-License-Identifier: Apache-2.0
/** What is particular to Commons DBCP 1.4, to 2, and to Tomcat's copy of 2. */
@NullMarked
package dev.leasehold.inject.pool.dbcp;

import org.jspecify.annotations.NullMarked;
