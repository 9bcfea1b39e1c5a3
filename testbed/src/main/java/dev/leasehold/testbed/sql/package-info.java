// SPDX-License-Identifier: Apache-2.0
/** Statements on the servers, past drivers' managers and pools. */
@NullMarked
package dev.leasehold.testbed.sql;

import org.jspecify.annotations.NullMarked;
