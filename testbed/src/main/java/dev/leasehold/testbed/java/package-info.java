// SPDX-License-Identifier: Apache-2.0
/** JVMs of other versions than the JVM that the tests run on. */
@NullMarked
package dev.leasehold.testbed.java;

import org.jspecify.annotations.NullMarked;
