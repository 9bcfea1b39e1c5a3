// SPDX-License-Identifier: Apache-2.0
/** What is particular to Agroal, from 1.5 on. */
@NullMarked
package dev.leasehold.inject.pool.agroal;

import org.jspecify.annotations.NullMarked;
