// SPDX-License-Identifier: Apache-2.0
/** What is particular to the pool of Vert.x's SQL clients, from 4.4.2 on. */
@NullMarked
package dev.leasehold.inject.pool.vertx;

import org.jspecify.annotations.NullMarked;
