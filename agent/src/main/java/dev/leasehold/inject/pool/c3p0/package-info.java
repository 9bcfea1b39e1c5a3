// SPDX-License-Identifier: Apache-2.0
/** What is particular to c3p0, from 0.9.5 on. */
@NullMarked
package dev.leasehold.inject.pool.c3p0;

import org.jspecify.annotations.NullMarked;
