// SPDX-License-Identifier: Apache-2.0
/**
 * The few types that woven application code calls, which the boot loader defines. They know {@code
 * java.base} only: from Java 9 on {@code java.sql} is not visible to the boot loader. So
 * connections are {@code Object} and failures are {@code Throwable} here.
 */
@NullMarked
package dev.leasehold.bootstrap;

import org.jspecify.annotations.NullMarked;
