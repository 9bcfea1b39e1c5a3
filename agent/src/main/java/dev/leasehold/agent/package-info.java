// SPDX-License-Identifier: Apache-2.0
/**
 * The entry point of the JVM. It decides whether to run, and appends the agent's jar to the boot
 * class path. It then builds the loader that isolates everything else, and hands over.
 *
 * <p>Runs before {@code main} on its thread, so there are no lambdas, no regular expressions, no
 * NIO and no logging here.
 */
@NullMarked
package dev.leasehold.agent;

import org.jspecify.annotations.NullMarked;
