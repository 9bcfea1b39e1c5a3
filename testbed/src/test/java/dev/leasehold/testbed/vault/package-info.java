// SPDX-License-Identifier: Apache-2.0
/** The server shown to do what tests rely on. */
@NullMarked
package dev.leasehold.testbed.vault;

import org.jspecify.annotations.NullMarked;
