// SPDX-License-Identifier: Apache-2.0
/** The relay shown to do what tests rely on. */
@NullMarked
package dev.leasehold.testbed.net;

import org.jspecify.annotations.NullMarked;
