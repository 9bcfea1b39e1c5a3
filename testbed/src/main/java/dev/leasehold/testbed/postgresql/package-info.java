// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL, with the roles that Leasehold recommends. */
@NullMarked
package dev.leasehold.testbed.postgresql;

import org.jspecify.annotations.NullMarked;
