// SPDX-License-Identifier: Apache-2.0
/** Shows that tests can rely on the server. */
@NullMarked
package dev.leasehold.testbed.postgresql;

import org.jspecify.annotations.NullMarked;
