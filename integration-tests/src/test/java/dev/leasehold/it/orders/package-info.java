// SPDX-License-Identifier: Apache-2.0
/**
 * Applications that take orders over HTTP, as they are, seen by their customers and the database.
 */
@NullMarked
package dev.leasehold.it.orders;

import org.jspecify.annotations.NullMarked;
