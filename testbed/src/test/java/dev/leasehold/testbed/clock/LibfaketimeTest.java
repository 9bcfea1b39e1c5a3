// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibfaketimeTest {

  @Test
  void setsTheClockOfOneProcessWithoutBeingInstalled() {
    Optional<Libfaketime> unpacked = Libfaketime.unpacked();
    Assumptions.assumeTrue(unpacked.isPresent(), "Debian's packages are not to be had here");
    String preload = "LD_PRELOAD=" + unpacked.orElseThrow().library();
    String seconds =
        Command.run(Path.of("/"), List.of("env", preload, "FAKETIME=+1h", "date", "+%s"));
    assertThat(Long.parseLong(seconds)).isGreaterThan(Instant.now().getEpochSecond() + 3_000);
  }

  /** Counts waits: a wait that returns at once is one of thousands. */
  @Test
  void letsAJvmWaitByTheMonotonicClock(@TempDir Path folder) throws IOException {
    Optional<Libfaketime> library = Libfaketime.find();
    Assumptions.assumeTrue(library.isPresent(), "no libfaketime");
    Path setting = Files.writeString(folder.resolve("clock"), "+3600\n");
    List<String> command = new ArrayList<>(List.of("env"));
    library
        .orElseThrow()
        .environment(setting)
        .forEach((name, value) -> command.add(name + "=" + value));
    String classes = System.getProperty("java.class.path");
    command.addAll(List.of(java(), "-cp", classes, Waiting.class.getName()));
    String[] said = Command.run(Path.of("/"), command).trim().split(" ", -1);
    assertThat(Integer.parseInt(said[0])).as("waits").isBetween(1, Waiting.WAITS);
    assertThat(Long.parseLong(said[1]))
        .as("seconds since 1970")
        .isGreaterThan(Instant.now().getEpochSecond() + 3_000);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Waits for a tenth of a second until a second has passed, and prints how often it did. */
  static final class Waiting {

    static final int WAITS = 10;

    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
      Object monitor = new Object();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      int waits = 0;
      while (System.nanoTime() < end) {
        synchronized (monitor) {
          monitor.wait(1_000 / WAITS);
        }
        waits++;
      }
      System.out.println(waits + " " + Instant.now().getEpochSecond());
    }
  }
}
