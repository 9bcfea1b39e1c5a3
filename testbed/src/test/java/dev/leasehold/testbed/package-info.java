// SPDX-License-Identifier: Apache-2.0
/** The test bed shown to do what tests rely on. */
@NullMarked
package dev.leasehold.testbed;

import org.jspecify.annotations.NullMarked;
