// SPDX-License-Identifier: Apache-2.0
/** What is particular to Vibur, from 3.0 on. */
@NullMarked
package dev.leasehold.inject.pool.vibur;

import org.jspecify.annotations.NullMarked;
