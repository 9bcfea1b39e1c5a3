// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import dev.leasehold.config.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The status of a process by {@code /proc/PID/status} and {@code /proc/PID/stat}; see proc(5). */
final class ProcessStatus {

  private static final Path PROC = Path.of("/proc");
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");
  private static final int HEX = 16;

  /** Of 64, of which two have no handlers and the C library keeps two or three for itself. */
  private static final int ALMOST_ALL = 50;

  /** After the name in parentheses, which may hold spaces, the third field comes first. */
  private static final int START_TIME = 22 - 3;

  private final Map<String, String> fields;
  private final long startTicks;

  private ProcessStatus(Map<String, String> fields, long startTicks) {
    this.fields = fields;
    this.startTicks = startTicks;
  }

  /** Returns the status of a process; empty where none is visible under this number. */
  static Optional<ProcessStatus> of(long pid) {
    return of(PROC.resolve(Long.toString(pid)));
  }

  static Optional<ProcessStatus> ofSelf() {
    return of(PROC.resolve("self"));
  }

  private static Optional<ProcessStatus> of(Path directory) {
    try {
      String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
      String afterName = stat.substring(stat.lastIndexOf(')') + 2);
      long start = Long.parseLong(WHITE_SPACE.split(afterName, -1)[START_TIME]);
      Map<String, String> fields = new HashMap<>();
      String status = Files.readString(directory.resolve("status"), StandardCharsets.ISO_8859_1);
      for (String line : status.split("\n", -1)) { // A name may hold a carriage return.
        put(fields, line);
      }
      return Optional.of(new ProcessStatus(fields, start));
    } catch (IOException e) {
      return Optional.empty(); // It has ended, or was never visible.
    }
  }

  private static void put(Map<String, String> fields, String line) {
    int colon = line.indexOf(':');
    if (colon > 0) {
      fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
  }

  /** Returns its name, fit for a log: a process chooses its name itself. */
  String name() {
    return UNPRINTABLE.matcher(field("Name")).replaceAll("?");
  }

  long startTicks() {
    return startTicks;
  }

  /** Returns whether it has ended, and only its parent has not taken note. */
  boolean hasEnded() {
    return field("State").startsWith("Z") || field("State").startsWith("X");
  }

  boolean catches(Signal signal) {
    return isIn("SigCgt", signal);
  }

  /**
   * Returns whether it has a handler for nearly every signal there is. The run-time of Go puts in
   * such handlers, also where the program has none of its own (runtime/signal_unix.go).
   */
  boolean catchesAlmostAll() {
    return Long.bitCount(mask("SigCgt")) >= ALMOST_ALL;
  }

  /** Returns whether it has a handler for each signal of a set, by bits as in {@code /proc}. */
  boolean catchesAll(long signals) {
    return (mask("SigCgt") & signals) == signals;
  }

  boolean ignores(Signal signal) {
    return isIn("SigIgn", signal);
  }

  /** Returns whether its first thread holds the signal back, as for {@code sigwait}. */
  boolean blocks(Signal signal) {
    return isIn("SigBlk", signal);
  }

  /**
   * Returns whether its first thread holds nearly every signal back. It does so for good where
   * other threads wait for signals, or for the moment in which it starts a program
   * (posix_spawn(3)).
   */
  boolean blocksAlmostAll() {
    return Long.bitCount(mask("SigBlk")) >= ALMOST_ALL;
  }

  String realUser() {
    return users()[0];
  }

  String effectiveUser() {
    return users()[1];
  }

  String savedUser() {
    return users()[2];
  }

  boolean hasCapability(int number) {
    return (Long.parseUnsignedLong(field("CapEff"), HEX) >>> number & 1) != 0;
  }

  private boolean isIn(String set, Signal signal) {
    return (mask(set) & signal.bit()) != 0;
  }

  private long mask(String set) {
    return Long.parseUnsignedLong(field(set), HEX);
  }

  private String[] users() {
    return WHITE_SPACE.split(field("Uid"), -1);
  }

  private String field(String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("/proc/PID/status has no " + name + "; run on Linux");
    }
    return value;
  }
}
