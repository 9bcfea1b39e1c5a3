// SPDX-License-Identifier: Apache-2.0
/** The integration of Microsoft's JDBC driver for SQL Server. */
@NullMarked
package dev.leasehold.inject.driver.sqlserver;

import org.jspecify.annotations.NullMarked;
