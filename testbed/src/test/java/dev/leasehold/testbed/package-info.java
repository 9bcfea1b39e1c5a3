// SPDX-License-Identifier: Apache-2.0
/** Shows that tests can rely on the test bed. */
@NullMarked
package dev.leasehold.testbed;

import org.jspecify.annotations.NullMarked;
