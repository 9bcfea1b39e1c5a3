// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The processes that this process sees in {@code /proc}. */
final class ProcessTable {

  private static final File PROC = new File("/proc");
  private static final int PIECE = 8 * 1024;

  private ProcessTable() {}

  static Optional<TargetProcess> at(long pid) {
    return ProcessStatus.of(pid)
        .filter(status -> !status.hasEnded())
        .map(status -> new TargetProcess(pid, status.startTicks(), status.name()));
  }

  static List<TargetProcess> named(String name) {
    return matching(pid -> isNamed(pid, name));
  }

  static List<TargetProcess> withCommandLine(Pattern pattern) {
    return matching(pid -> pattern.matcher(String.join(" ", commandLine(pid))).find());
  }

  static long count() {
    return numbers().count();
  }

  private static List<TargetProcess> matching(LongPredicate matches) {
    return numbers().filter(matches).boxed().flatMap(pid -> at(pid).stream()).toList();
  }

  /** {@link ProcessHandle#allProcesses} would read a file of each process for its start time. */
  private static LongStream numbers() {
    String[] names = PROC.list();
    return Stream.of(names == null ? new String[0] : names)
        .filter(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'))
        .mapToLong(Long::parseLong);
  }

  /**
   * The link to the program's file is readable for the same user only. {@code comm}, which is cut
   * after 15 bytes, and the command line are readable for all.
   */
  private static boolean isNamed(long pid, String name) {
    Path directory = directory(pid);
    if (read(directory.resolve("comm")).strip().equals(name)) {
      return true;
    }
    List<String> arguments = commandLine(pid);
    if (!arguments.isEmpty() && lastPart(arguments.get(0)).equals(name)) {
      return true;
    }
    try {
      return lastPart(Files.readSymbolicLink(directory.resolve("exe")).toString()).equals(name);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the arguments of its program; none where it has ended, or is just being started. */
  static List<String> commandLine(long pid) {
    String text = read(directory(pid).resolve("cmdline"));
    return text.isEmpty() ? List.of() : Pattern.compile("\0").splitAsStream(text).toList();
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Path directory(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  /**
   * Reads a command line of usual length at once. Between two reads the process may become another
   * program, and a part of each would be read.
   */
  private static String read(Path file) {
    byte[] piece = new byte[PIECE];
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(piece); read > 0; read = read < PIECE ? 0 : in.read(piece)) {
        whole.write(piece, 0, read);
      }
      return whole.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // The process has ended.
    }
  }
}
