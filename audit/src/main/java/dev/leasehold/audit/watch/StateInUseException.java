// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.nio.file.Path;

/** The folder is the state of another service that runs. */
public final class StateInUseException extends IOException {

  private static final long serialVersionUID = 1L;

  StateInUseException(Path folder) {
    super(folder + " is the state of another service that runs");
  }
}
