// SPDX-License-Identifier: Apache-2.0
/** Shows that tests can rely on the server. */
@NullMarked
package dev.leasehold.testbed.vault;

import org.jspecify.annotations.NullMarked;
