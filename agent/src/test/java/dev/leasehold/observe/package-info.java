// SPDX-License-Identifier: Apache-2.0
/** The log lines of a lease's life. */
@NullMarked
package dev.leasehold.observe;

import org.jspecify.annotations.NullMarked;
