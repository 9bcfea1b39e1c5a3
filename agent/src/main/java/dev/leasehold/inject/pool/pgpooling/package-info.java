// SPDX-License-Identifier: Apache-2.0
/** What is particular to the pool in PostgreSQL's driver. */
@NullMarked
package dev.leasehold.inject.pool.pgpooling;

import org.jspecify.annotations.NullMarked;
