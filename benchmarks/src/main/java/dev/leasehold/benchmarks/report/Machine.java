// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The conditions that the figures depend on besides the code. */
final class Machine {

  private Machine() {}

  /** Returns the machine in one line: processors, memory, kernel, JVM. */
  static String describe() {
    return String.format(
        "%d cores of %s, %.0f GB, Linux %s, %s %s",
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name"),
        Double.parseDouble(field("/proc/meminfo", "MemTotal").replace(" kB", "")) / 1e6,
        System.getProperty("os.version").replaceFirst("-.*", ""),
        System.getProperty("java.vm.name"),
        System.getProperty("java.runtime.version"));
  }

  /** Returns the load average over the last minute. */
  static String load() {
    return read("/proc/loadavg").split(" ", 2)[0];
  }

  private static String field(String file, String name) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
