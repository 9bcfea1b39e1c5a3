// SPDX-License-Identifier: Apache-2.0
/** Tests that need no driver. */
@NullMarked
package dev.leasehold.inject.jdbc;

import org.jspecify.annotations.NullMarked;
