// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.util.List;

/** A destination of findings. */
interface FindingSink {

  /**
   * Writes findings. They are all findings that are not known to have been written. A process that
   * was killed may have written some of them.
   *
   * @throws IOException if they cannot be written now; they are handed over again
   */
  void write(List<FindingText> outstanding) throws IOException;
}
