// SPDX-License-Identifier: Apache-2.0
/**
 * Log lines on their way to standard error. Everything that a process writes there goes through one
 * {@link dev.leasehold.log.LogQueue}, so that no reader of it can stop the process.
 */
@NullMarked
package dev.leasehold.log;

import org.jspecify.annotations.NullMarked;
