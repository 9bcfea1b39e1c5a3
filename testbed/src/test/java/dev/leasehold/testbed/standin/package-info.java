// SPDX-License-Identifier: Apache-2.0
/** The stand-ins shown to record what tests rely on. */
@NullMarked
package dev.leasehold.testbed.standin;

import org.jspecify.annotations.NullMarked;
