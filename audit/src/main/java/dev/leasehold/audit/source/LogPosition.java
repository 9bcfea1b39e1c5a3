// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

/**
 * The position up to which a log has been read.
 *
 * @param bytes of its content, which is unpacked if the file is gzipped
 * @param line the number of the line that begins there; the first is 1
 */
public record LogPosition(long bytes, long line) {

  /** Where a log begins. */
  public static final LogPosition BEGIN = new LogPosition(0, 1);
}
