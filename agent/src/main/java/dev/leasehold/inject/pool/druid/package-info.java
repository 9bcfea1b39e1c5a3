// SPDX-License-Identifier: Apache-2.0
/** What is particular to Druid, from 1.0.31 on. */
@NullMarked
package dev.leasehold.inject.pool.druid;

import org.jspecify.annotations.NullMarked;
