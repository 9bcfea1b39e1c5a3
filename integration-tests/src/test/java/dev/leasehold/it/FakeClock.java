// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.leasehold.testbed.clock.Libfaketime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The wall clock of one process, set through libfaketime, which stands between it and the C
 * library. The monotonic clock stays as it is, as when a machine's clock is set.
 */
public final class FakeClock {

  private final Libfaketime library;
  private final Path setting;

  private FakeClock(Libfaketime library, Path setting) {
    this.library = library;
    this.setting = setting;
  }

  /** A clock that is right; skips the test where there is no libfaketime. */
  public static FakeClock right() {
    Optional<Libfaketime> library = Libfaketime.find();
    Assumptions.assumeTrue(
        library.isPresent(),
        "no libfaketime to set one process's clock with: neither installed nor to be had from"
            + " Debian's packages, as standard error says");
    try {
      FakeClock clock =
          new FakeClock(library.orElseThrow(), Files.createTempFile("leasehold-it-clock-", ""));
      clock.set("+0");
      return clock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the clock so many seconds off; it is looked at each second, and read as a whole. */
  public void set(String seconds) {
    try {
      Path beside = setting.resolveSibling(setting.getFileName() + ".new");
      Files.move(Files.writeString(beside, seconds + "\n"), setting, ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the variables that the process is to have in its environment. */
  public Map<String, String> environment() {
    return library.environment(setting);
  }

  /** Forgets the clock. */
  public void remove() {
    setting.toFile().delete();
  }
}
