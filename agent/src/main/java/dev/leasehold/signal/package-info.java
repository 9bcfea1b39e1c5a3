// SPDX-License-Identifier: Apache-2.0
/** Runs a task on SIGHUP where that cannot harm the process, and says why not elsewhere. */
@NullMarked
package dev.leasehold.signal;

import org.jspecify.annotations.NullMarked;
