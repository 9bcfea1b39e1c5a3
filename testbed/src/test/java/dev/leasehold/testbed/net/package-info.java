// SPDX-License-Identifier: Apache-2.0
/** Shows that tests can rely on the relay. */
@NullMarked
package dev.leasehold.testbed.net;

import org.jspecify.annotations.NullMarked;
