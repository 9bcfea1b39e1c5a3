// SPDX-License-Identifier: Apache-2.0
/**
 * Events of the JDK Flight Recorder. Compiled apart from the rest of the module: Java 8's own API
 * lacks {@code jdk.jfr}, which its builds from 8u262 on have. Loaded by name where the JVM has it.
 */
@NullMarked
package dev.leasehold.observe.jfr;

import org.jspecify.annotations.NullMarked;
