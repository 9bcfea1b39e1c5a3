package dev.leasehold.start;

import dev.leasehold.lease.Jitter;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Who this process is in its fleet. */
final class Identity {

  private static final String UNKNOWN = "unknown";
  private static final File HOST_NAME = new File("/proc/sys/kernel/hostname");

  private Identity() {}

  /** Returns the jitter of this process: of pod and process id, or of chance where not known. */
  static Jitter jitter() {
    String pod = System.getenv("HOSTNAME");
    return Jitter.of(pod == null ? UUID.randomUUID().toString() : pod + " " + processId());
  }

  /** Returns the pod's name, which Kubernetes puts in the environment; elsewhere the host's. */
  static String pod() {
    String pod = System.getenv("HOSTNAME");
    return pod == null || pod.isEmpty() ? hostName() : pod;
  }

  private static String hostName() {
    try (BufferedReader file =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(HOST_NAME), StandardCharsets.UTF_8))) {
      String name = file.readLine();
      return name == null ? UNKNOWN : name.trim();
    } catch (IOException notLinux) {
      return UNKNOWN;
    }
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
