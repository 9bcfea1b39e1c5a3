package dev.leasehold.start;

import dev.leasehold.lease.Jitter;
import java.io.File;
import java.io.IOException;
import java.util.UUID;

/** Who this process is in its fleet. */
final class Identity {

  private Identity() {}

  /** Returns the jitter of this process: of pod and process id, or of chance where not known. */
  static Jitter jitter() {
    String pod = System.getenv("HOSTNAME"); // Kubernetes sets it to the pod's name.
    return Jitter.of(pod == null ? UUID.randomUUID().toString() : pod + " " + processId());
  }

  /** Linux links {@code /proc/self} to the process id; elsewhere the pod's name must do. */
  private static String processId() {
    try {
      return new File("/proc/self").getCanonicalFile().getName();
    } catch (IOException unknown) {
      return "";
    }
  }
}
