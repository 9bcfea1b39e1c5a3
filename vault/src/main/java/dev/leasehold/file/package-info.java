// SPDX-License-Identifier: Apache-2.0
/**
 * Reads files that others write: bounded in time and size, and never what is no regular file. Knows
 * when the process has too many files open.
 */
@NullMarked
package dev.leasehold.file;

import org.jspecify.annotations.NullMarked;
