// SPDX-License-Identifier: Apache-2.0
/** Stand-ins for a database server, which record the messages that a client sends. */
@NullMarked
package dev.leasehold.testbed.standin;

import org.jspecify.annotations.NullMarked;
