// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.io.IOException;
import java.nio.file.Path;

/** The tables in a file are of another version of the program. */
public final class StateVersionException extends IOException {

  private static final long serialVersionUID = 1L;

  StateVersionException(Path file, long found, long expected) {
    super(
        file
            + " has version "
            + found
            + " of the state, and this program has version "
            + expected
            + ": "
            + (found > expected ? "start the newer program, or move " : "move ")
            + file.getFileName()
            + " and "
            + file.getFileName()
            + ".wal away. Findings that the logs still show are written anew");
  }
}
