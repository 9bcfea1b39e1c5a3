// SPDX-License-Identifier: Apache-2.0
/**
 * The composition root: wires every other package of the agent, and starts and ends it.
 *
 * <p>The code that runs before {@code main} on its thread registers a transformer and starts a
 * thread. All else happens on that thread while the application starts.
 */
@NullMarked
package dev.leasehold.start;

import org.jspecify.annotations.NullMarked;
