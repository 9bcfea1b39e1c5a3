// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The number in a file that a daemon wrote after its start. Its volume is the program's, so each
 * look is bounded in time.
 *
 * <p>A process that started after the file was written has got the number of the process that wrote
 * it. The file's time is the wall clock's, which may have been set since. So it is read by the
 * clock as it was when this object was made, and by the clock as it is: {@code
 * docs/decisions/0187}.
 */
final class PidFile {

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");
  private static final int MAX_BYTES = 1024;
  private static final String CONTENT = "the number of a process";

  /** A leap second, and less than that for the kernel's rounding. */
  private static final long TOLERANCE_MILLIS = 1_000;

  /** The content of the file, and the time at which it was written. */
  private record WrittenPid(String text, long writtenMillis) {}

  private final Path path;
  private final Supplier<BootTime> clock;
  private final BootTime before;

  PidFile(Path path) {
    this(path, BootTime::now);
  }

  /**
   * Looks at a file.
   *
   * @param clock returns the start of the machine by the clock as it is set at the moment
   */
  PidFile(Path path, Supplier<BootTime> clock) {
    this.path = path;
    this.clock = clock;
    this.before = clock.get();
  }

  /** Returns the process; none where there is no file, or the process started after it. */
  List<TargetProcess> find() throws SignalException {
    return look(true);
  }

  /** Returns the process that is not found because it started after the file was written. */
  Optional<TargetProcess> findLater() throws SignalException {
    return look(false).stream().findFirst();
  }

  private List<TargetProcess> look(boolean older) throws SignalException {
    Optional<WrittenPid> content = within(this::readNow);
    if (content.isEmpty()) {
      return List.of();
    }
    if (!NUMBER.matcher(content.get().text()).matches()) {
      throw new SignalException(
          "The pid file " + path + " does not hold " + CONTENT + "; name another file");
    }
    return ProcessTable.at(Long.parseLong(content.get().text()))
        .filter(process -> isOlder(process, content.get().writtenMillis()) == older)
        .stream()
        .toList();
  }

  private boolean isOlder(TargetProcess process, long writtenMillis) {
    return Stream.of(before, clock.get())
        .anyMatch(boot -> boot.startOf(process) <= writtenMillis + TOLERANCE_MILLIS);
  }

  boolean isThere() throws SignalException {
    return within(file()::exists);
  }

  private Optional<WrittenPid> readNow() throws UnfitFileException {
    if (!file().exists()) {
      return Optional.empty();
    }
    long writtenMillis = file().lastModified(); // The time of an earlier number at worst.
    byte[] bytes;
    try {
      bytes = BoundedFile.readNow(file(), MAX_BYTES, CONTENT);
    } catch (UnfitFileException unfit) {
      if (!file().exists()) {
        return Optional.empty(); // The daemon has ended since.
      }
      throw unfit;
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    return Optional.of(new WrittenPid(text, writtenMillis));
  }

  private <T> T within(Callable<T> look) throws SignalException {
    try {
      return BoundedFile.within(file(), look);
    } catch (UnfitFileException unfit) {
      throw new SignalException("The pid file " + path + " " + unfit.getMessage(), unfit);
    }
  }

  private File file() {
    return path.toFile();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
