// SPDX-License-Identifier: Apache-2.0
/**
 * Reads files that other programs write. Each read is bounded in time and size, and only a regular
 * file is read. The package knows when the process has too many files open.
 */
@NullMarked
package dev.leasehold.file;

import org.jspecify.annotations.NullMarked;
