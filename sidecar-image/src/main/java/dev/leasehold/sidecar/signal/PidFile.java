// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * The number in a file that a daemon wrote after its start. Its volume is the program's, so each
 * look is bounded in time.
 */
record PidFile(Path path) {

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");
  private static final int MAX_BYTES = 1024;
  private static final String CONTENT = "the number of a process";

  /** A process's start is known to a hundredth of a second, the file's time to less. */
  private static final long TOLERANCE_MILLIS = 1_000;

  /** The content of the file, and the time at which it was written. */
  private record WrittenPid(String text, long writtenMillis) {}

  /** Returns the process; none where there is no file, or the process started after it. */
  List<TargetProcess> find() throws SignalException {
    Optional<WrittenPid> content = within(this::readNow);
    if (content.isEmpty()) {
      return List.of();
    }
    if (!NUMBER.matcher(content.get().text()).matches()) {
      throw new SignalException(
          "The pid file " + path + " does not hold " + CONTENT + "; name another file");
    }
    long pid = Long.parseLong(content.get().text());
    boolean older = isOlder(pid, content.get().writtenMillis());
    return ProcessTable.at(pid).filter(process -> older).stream().toList();
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

  /** A later process got the number of the one that wrote the file, which has ended. */
  private static boolean isOlder(long pid, long writtenMillis) {
    Optional<Long> started =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().startInstant())
            .map(Instant::toEpochMilli);
    return started.isEmpty() || started.get() <= writtenMillis + TOLERANCE_MILLIS;
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
}
