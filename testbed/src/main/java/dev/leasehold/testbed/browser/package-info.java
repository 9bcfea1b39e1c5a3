// SPDX-License-Identifier: Apache-2.0
/** A browser without a window. */
@NullMarked
package dev.leasehold.testbed.browser;

import org.jspecify.annotations.NullMarked;
