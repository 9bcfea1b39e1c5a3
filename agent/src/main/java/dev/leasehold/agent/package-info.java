// SPDX-License-Identifier: Apache-2.0
/**
 * Where the JVM enters: decides whether to run, appends the agent's jar to the boot class path,
 * builds the loader that isolates everything else, and hands over.
 *
 * <p>Runs before {@code main} on its thread, so there are no lambdas, no regular expressions, no
 * NIO and no logging here.
 */
@NullMarked
package dev.leasehold.agent;

import org.jspecify.annotations.NullMarked;
