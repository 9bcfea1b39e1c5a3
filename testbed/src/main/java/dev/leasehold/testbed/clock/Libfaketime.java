// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.clock;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.TestBedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The library that stands between one process and the clock: the one that is installed, else what
 * {@code testbed/servers/build} unpacks.
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

  /** Finds it; empty, with the reason on standard error, where none is to be had. */
  public static Optional<Libfaketime> find() {
    Optional<Path> installed = PLACES.stream().map(Path::of).filter(Files::exists).findFirst();
    return installed.map(Libfaketime::new).or(Libfaketime::unpacked);
  }

  /** Finds the one that is unpacked, also where one is installed. */
  static Optional<Libfaketime> unpacked() {
    try {
      return Optional.of(new Libfaketime(ServerBuild.directory("faketime").resolve(DEBIAN)));
    } catch (TestBedException none) {
      System.err.println("testbed: no libfaketime: " + none.getMessage());
      return Optional.empty();
    }
  }
}
