// SPDX-License-Identifier: Apache-2.0
/** What is particular to HikariCP, from 2.4 on; before, only what it offers publicly. */
@NullMarked
package dev.leasehold.inject.pool.hikari;

import org.jspecify.annotations.NullMarked;
