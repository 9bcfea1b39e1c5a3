// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.clock;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.TestBedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The library that stands between one process and the clock: the installed library, else the
 * library that {@code testbed/servers/build} unpacks.
 *
 * @param library for {@code LD_PRELOAD}; good for many threads
 */
public record Libfaketime(Path library) {

  private static final String DEBIAN = "usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

  /** Where Debian, Fedora and Arch put it, in this order. */
  private static final List<String> PLACES =
      List.of(
          "/" + DEBIAN,
          "/usr/lib64/faketime/libfaketimeMT.so.1",
          "/usr/lib/faketime/libfaketimeMT.so.1");

  /**
   * Returns the variables for a process whose wall clock is set, and whose monotonic clock is not,
   * as when a machine's clock is set.
   *
   * <p>The last variable keeps the library away from waits by the monotonic clock. Otherwise each
   * such wait of a JVM returns at once, and its threads take all processor time that there is.
   *
   * @param setting the file with the seconds that the clock is off, as {@code +3600}; it is looked
   *     at each second
   */
  public Map<String, String> environment(Path setting) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", setting.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  /** Finds it; empty, with the reason on standard error, where none is to be had. */
  public static Optional<Libfaketime> find() {
    Optional<Path> installed = PLACES.stream().map(Path::of).filter(Files::exists).findFirst();
    return installed.map(Libfaketime::new).or(Libfaketime::unpacked);
  }

  /** Finds the library that is unpacked, also where another is installed. */
  static Optional<Libfaketime> unpacked() {
    try {
      return Optional.of(new Libfaketime(ServerBuild.directory("faketime").resolve(DEBIAN)));
    } catch (TestBedException none) {
      System.err.println("testbed: no libfaketime: " + none.getMessage());
      return Optional.empty();
    }
  }
}
