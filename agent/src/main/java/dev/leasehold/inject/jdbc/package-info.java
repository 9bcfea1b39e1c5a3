// SPDX-License-Identifier: Apache-2.0
/**
 * The common part of JDBC drivers: the methods through which they connect, their dialects, and the
 * {@code SQLException}s that they and Leasehold throw.
 */
@NullMarked
package dev.leasehold.inject.jdbc;

import org.jspecify.annotations.NullMarked;
