// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.file;

import java.io.IOException;

/**
 * A file that cannot be used. The message is the rest of a sentence that begins with the setting
 * and the file: the fault of the file, and the next step.
 */
public final class UnfitFileException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes an exception with the rest of the sentence. */
  public UnfitFileException(String problem) {
    super(problem);
  }

  static UnfitFileException unreadable(IOException e) {
    return OpenFiles.areExhausted(e)
        ? new UnfitFileException("cannot be opened: " + OpenFiles.exhausted())
        : new UnfitFileException("cannot be read; let the process's user read it");
  }
}
