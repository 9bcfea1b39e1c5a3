// SPDX-License-Identifier: Apache-2.0
/** The integration of Vert.x's client of PostgreSQL, from 4.4.2 on. */
@NullMarked
package dev.leasehold.inject.driver.vertx;

import org.jspecify.annotations.NullMarked;
