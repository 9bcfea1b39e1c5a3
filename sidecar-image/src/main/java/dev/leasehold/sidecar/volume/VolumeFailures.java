// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** The messages for I/O errors on a volume. */
final class VolumeFailures {

  private static final String KEPT = " The old content is kept.";

  private VolumeFailures() {}

  /** Returns the exception for a file that could not be written, removed or read. */
  static VolumeException of(OpenDirectory directory, String action, String name, IOException e) {
    String what = "Volume " + directory.path() + ": cannot " + action + " " + name;
    if (!directory.isInPlace()) {
      return new VolumeException(
          what
              + ", as the directory was removed or replaced. Put it back, or restart the sidecar once"
              + " another is in its place.",
          e);
    }
    return new VolumeException(what + " (" + reason(e) + ")." + KEPT + nextStep(e), e);
  }

  /** Returns the system's words for the error, without the path. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return Objects.requireNonNull(system.getReason());
    }
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  private static String nextStep(IOException e) {
    String reason = reason(e);
    if (reason.contains("No space left")) {
      return " Make the volume larger, or remove other files from it.";
    }
    if (reason.contains("Read-only")) {
      return " Mount the volume so that the sidecar can write.";
    }
    return " Check the directory's owner and mode, and the user that the sidecar runs as.";
  }
}
