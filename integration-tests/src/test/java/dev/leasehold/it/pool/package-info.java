// SPDX-License-Identifier: Apache-2.0
/** Every pool, in every version that matters: its behaviour when its connections' lease ends. */
@NullMarked
package dev.leasehold.it.pool;

import org.jspecify.annotations.NullMarked;
