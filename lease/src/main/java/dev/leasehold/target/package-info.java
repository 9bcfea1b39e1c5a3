// SPDX-License-Identifier: Apache-2.0
/**
 * The targets of connections: server, port and database, as the driver will really use them. Values
 * only; no I/O and no name resolution.
 */
@NullMarked
package dev.leasehold.target;

import org.jspecify.annotations.NullMarked;
