// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.time.Instant;

/**
 * A database role's turn as the application's current role.
 *
 * @param number the first is 1; counted here, from the order in which the roles appear
 * @param role the role's name in PostgreSQL
 * @param since when it was first seen
 */
record Turn(int number, String role, Instant since) {}
