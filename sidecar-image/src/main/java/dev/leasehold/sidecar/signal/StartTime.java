// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A moment on the clock that the kernel stamps the start of a process with: the time since the
 * machine started, suspension included. The wall clock may be set; this clock may not.
 *
 * @param ticks hundredths of a second, which is {@code USER_HZ} on amd64 and arm64
 */
public record StartTime(long ticks) {

  /** A moment after which no process starts. */
  public static final StartTime NEVER = new StartTime(Long.MAX_VALUE);

  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Returns this moment; {@link #NEVER} where the kernel does not say. */
  public static StartTime now() {
    try {
      String text = Files.readString(UPTIME);
      return new StartTime(Long.parseLong(text.substring(0, text.indexOf(' ')).replace(".", "")));
    } catch (IOException | RuntimeException unknown) {
      return NEVER;
    }
  }
}
