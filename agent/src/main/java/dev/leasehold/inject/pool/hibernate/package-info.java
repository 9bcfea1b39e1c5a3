// SPDX-License-Identifier: Apache-2.0
/** What is particular to Hibernate's own pool, from 5.6 on. */
@NullMarked
package dev.leasehold.inject.pool.hibernate;

import org.jspecify.annotations.NullMarked;
