// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.leasehold.inject.pool;

import org.jspecify.annotations.NullMarked;
