// SPDX-License-Identifier: Apache-2.0
/** What is particular to r2dbc-pool, from 1.0.0 on, and to the reactor-pool within. */
@NullMarked
package dev.leasehold.inject.pool.r2dbc;

import org.jspecify.annotations.NullMarked;
