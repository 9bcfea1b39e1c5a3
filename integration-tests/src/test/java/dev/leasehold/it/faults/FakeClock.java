package dev.leasehold.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The wall clock of one process, set through libfaketime, which stands between it and the C
 * library. The monotonic clock stays as it is, as when a machine's clock is set.
 */
final class FakeClock {

  /** Where Debian, Fedora and Arch put it, in this order. */
  private static final List<String> PLACES =
      List.of(
          "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib64/faketime/libfaketimeMT.so.1",
          "/usr/lib/faketime/libfaketimeMT.so.1");

  private final Path library;
  private final Path setting;

  private FakeClock(Path library, Path setting) {
    this.library = library;
    this.setting = setting;
  }

  /** A clock that is right; skips the test where there is no libfaketime. */
  static FakeClock right() {
    Optional<Path> library = PLACES.stream().map(Path::of).filter(Files::exists).findFirst();
    Assumptions.assumeTrue(
        library.isPresent(), "no libfaketime (package faketime) to set one process's clock with");
    try {
      FakeClock clock =
          new FakeClock(library.get(), Files.createTempFile("leasehold-it-clock-", ""));
      clock.set("+0");
      return clock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the clock so many seconds off; it is looked at each second. */
  void set(String seconds) {
    try {
      Files.writeString(setting, seconds + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        setting.toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }

  void remove() {
    setting.toFile().delete();
  }
}
