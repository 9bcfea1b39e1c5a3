// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.util.List;

/** A destination of findings. */
interface FindingSink {

  /**
   * Writes findings. All of them are those that are not known to have been written: some may have
   * been, by a process that was killed then.
   *
   * @throws IOException if they cannot be written now; they are handed over again
   */
  void write(List<FindingText> outstanding) throws IOException;
}
