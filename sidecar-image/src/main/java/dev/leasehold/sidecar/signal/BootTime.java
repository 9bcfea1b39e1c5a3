// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The wall clock's time at which the machine started, as that clock is set at one moment. A clock
 * that is set forward moves it forward.
 *
 * @param epochMillis a whole second, rounded down by the kernel: {@code btime} of proc(5)
 */
record BootTime(long epochMillis) {

  private static final Path STAT = Path.of("/proc/stat");
  private static final String FIELD = "btime ";
  private static final long MILLIS_A_SECOND = 1_000;
  private static final long MILLIS_A_TICK = 10;

  /** By it every process is older than every file. */
  private static final BootTime LONG_AGO = new BootTime(Long.MIN_VALUE / 2);

  /** Returns it by the clock as it is set now; before all files where the kernel does not say. */
  static BootTime now() {
    try (Stream<String> lines = Files.lines(STAT)) {
      return lines
          .filter(line -> line.startsWith(FIELD))
          .map(line -> Long.parseLong(line.substring(FIELD.length()).strip()))
          .map(seconds -> new BootTime(seconds * MILLIS_A_SECOND))
          .findFirst()
          .orElse(LONG_AGO);
    } catch (IOException | RuntimeException unknown) {
      return LONG_AGO;
    }
  }

  /** Returns when a process started, in milliseconds since 1970 by that clock. */
  long startOf(TargetProcess process) {
    return epochMillis + process.startTicks() * MILLIS_A_TICK;
  }
}
