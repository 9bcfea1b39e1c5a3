// SPDX-License-Identifier: Apache-2.0
/** Shows that tests can rely on the records of the stand-ins. */
@NullMarked
package dev.leasehold.testbed.standin;

import org.jspecify.annotations.NullMarked;
