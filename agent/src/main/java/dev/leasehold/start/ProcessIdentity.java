// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.agent.ProcessId;
import dev.leasehold.lease.rotation.Jitter;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The identity of this process in its fleet: a process of a pod, or of a host. Immutable. */
final class ProcessIdentity {

  private static final String UNKNOWN = "unknown";
  private static final File HOST_NAME = new File("/proc/sys/kernel/hostname");
  private static final File SELF = new File("/proc/self");

  private final @Nullable String host;
  private final File self;

  private ProcessIdentity(@Nullable String host, File self) {
    this.host = host;
    this.self = self;
  }

  /** Returns the identity of this process. */
  static ProcessIdentity ofThisProcess() {
    return of(System.getenv(), HOST_NAME, SELF);
  }

  /**
   * Returns the identity of a process.
   *
   * @param environment has the pod's name: in {@code POD_NAME} where a manifest asks for it, else
   *     in {@code HOSTNAME}, which Kubernetes sets
   * @param hostName the file in which Linux keeps the host's name, which stands in for the pod's
   * @param self the file that Linux links to the process id
   */
  static ProcessIdentity of(Map<String, String> environment, File hostName, File self) {
    for (String name : new String[] {"POD_NAME", "HOSTNAME"}) {
      String pod = environment.get(name);
      if (pod != null && !pod.isEmpty()) {
        return new ProcessIdentity(pod, self);
      }
    }
    return new ProcessIdentity(firstLine(hostName), self);
  }

  /** Returns the name of the pod, or else of the host. */
  String pod() {
    return host == null ? UNKNOWN : host;
  }

  /** Returns the jitter of the process. */
  Jitter jitter() {
    return Jitter.of(process());
  }

  /** Returns a name that no other process of the fleet has; chance where the host has no name. */
  String process() {
    return host == null ? UUID.randomUUID().toString() : host + " " + ProcessId.linkedBy(self);
  }

  private static @Nullable String firstLine(File file) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      return line == null || line.trim().isEmpty() ? null : line.trim();
    } catch (IOException notLinux) {
      return null;
    }
  }
}
