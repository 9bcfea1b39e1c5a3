// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.file;

import java.io.IOException;

/**
 * A file that cannot be used. The message is the rest of a sentence that begins with the setting
 * and the file: what the file is, and the next step.
 */
public final class UnfitFileException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean outOfDescriptors;

  /** Makes an exception with the rest of the sentence. */
  public UnfitFileException(String problem) {
    this(problem, false);
  }

  private UnfitFileException(String problem, boolean outOfDescriptors) {
    super(problem);
    this.outOfDescriptors = outOfDescriptors;
  }

  static UnfitFileException unreadable(IOException e) {
    return OpenFiles.areExhausted(e)
        ? new UnfitFileException("cannot be opened: " + OpenFiles.exhausted(), true)
        : new UnfitFileException("cannot be read; let the process's user read it");
  }

  /** Returns whether the file was not opened because the process has too many open already. */
  public boolean isOutOfDescriptors() {
    return outOfDescriptors;
  }
}
