// SPDX-License-Identifier: Apache-2.0
/**
 * Reads logs and saved objects, line by line, into tables. A line that cannot be read is counted
 * and passed over.
 */
@NullMarked
package dev.leasehold.audit.source;

import org.jspecify.annotations.NullMarked;
