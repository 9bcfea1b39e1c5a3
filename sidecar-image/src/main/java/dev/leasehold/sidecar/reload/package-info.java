// SPDX-License-Identifier: Apache-2.0
/**
 * The requests by which a program is asked to reload, a command or an HTTP call, and the wait for
 * its answer.
 */
@NullMarked
package dev.leasehold.sidecar.reload;

import org.jspecify.annotations.NullMarked;
