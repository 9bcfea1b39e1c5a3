// SPDX-License-Identifier: Apache-2.0
/** The server shown to do what tests rely on. */
@NullMarked
package dev.leasehold.testbed.postgresql;

import org.jspecify.annotations.NullMarked;
