// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.prometheus;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.ProgramPath;
import java.nio.file.Path;

/**
 * The programs around Prometheus: from {@code PATH}, else the programs that {@code
 * testbed/servers/build} unpacks.
 */
public enum PrometheusTools {
  PROMETHEUS("prometheus"),
  PROMTOOL("promtool"),
  POSTGRES_EXPORTER("prometheus-postgres-exporter"),
  JSONNET("jsonnet");

  private final String program;

  PrometheusTools(String program) {
    this.program = program;
  }

  /**
   * Whether this machine has all of them or can unpack them; says on standard error why not. For
   * JUnit's {@code @EnabledIf}: without them, their tests are skipped.
   */
  public static boolean isAvailable() {
    try {
      for (PrometheusTools tool : values()) {
        tool.path();
      }
      return true;
    } catch (TestBedException e) {
      System.err.println("testbed: no Prometheus, so its tests are skipped: " + e.getMessage());
      return false;
    }
  }

  /** The executable. */
  public Path path() {
    return ProgramPath.find(program).orElseGet(() -> unpacked().resolve(program));
  }

  private static synchronized Path unpacked() {
    return ServerBuild.directory("prometheus").resolve("usr/bin");
  }
}
