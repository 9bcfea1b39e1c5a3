// SPDX-License-Identifier: Apache-2.0
/** Real servers for tests and the demo, wired together, none left behind when the JVM dies. */
@NullMarked
package dev.leasehold.testbed;

import org.jspecify.annotations.NullMarked;
