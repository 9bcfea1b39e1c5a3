// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogPosition;

/**
 * The position up to which a file has been read.
 *
 * @param key tells the file from others of its name
 * @param path its last name
 * @param head its beginning
 */
record FilePosition(LogKind kind, String key, String path, LogPosition position, FileHead head) {}
