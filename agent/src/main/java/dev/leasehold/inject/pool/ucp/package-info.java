// SPDX-License-Identifier: Apache-2.0
/**
 * What is particular to Oracle's Universal Connection Pool, from 12.2 on, over a driver of any
 * database.
 */
@NullMarked
package dev.leasehold.inject.pool.ucp;

import org.jspecify.annotations.NullMarked;
