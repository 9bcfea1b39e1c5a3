// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The processes that are told of a change. Process 1 is never one of them: in a pod with one
 * process namespace it is the pod's {@code pause}. The sidecar itself is never among them.
 *
 * <p>Immutable; {@link #find} looks anew each time.
 */
public final class SignalTarget {

  private static final long INIT = 1;

  private final String description;
  private final ProcessFinder finder;
  private final boolean ownChild;
  private final @Nullable PidFile pidFile;

  private SignalTarget(
      String description, ProcessFinder finder, boolean ownChild, @Nullable PidFile pidFile) {
    this.description = description;
    this.finder = finder;
    this.ownChild = ownChild;
    this.pidFile = pidFile;
  }

  /**
   * Returns every process of this name: that of its program's file, or the name in {@code comm}.
   */
  public static SignalTarget named(String name) {
    return new SignalTarget("name " + name, () -> ProcessTable.named(name), false, null);
  }

  /**
   * Returns every process whose command line, its arguments joined by spaces, has a part that
   * matches.
   */
  public static SignalTarget commandLine(Pattern pattern) {
    return new SignalTarget(
        "command line " + pattern, () -> ProcessTable.withCommandLine(pattern), false, null);
  }

  /** Returns the process whose number is in a file, if it started before the file was written. */
  public static SignalTarget pidFile(Path file) {
    PidFile pidFile = new PidFile(file);
    return new SignalTarget("pid file " + file, pidFile::find, false, pidFile);
  }

  /** Returns the process that this process started. */
  public static SignalTarget child(Process process) {
    return new SignalTarget(
        "child process " + process.pid(),
        () -> ProcessTable.at(process.pid()).stream().toList(),
        true,
        null);
  }

  /**
   * Returns the processes that match now; none where none does.
   *
   * @throws SignalException when a pid file cannot be read, or holds something else
   */
  public List<TargetProcess> find() throws SignalException {
    long self = ProcessHandle.current().pid();
    return finder.find().stream()
        .filter(process -> process.pid() != self)
        .filter(process -> process.pid() != INIT)
        .toList();
  }

  /** Returns whether this process started the process, so that it is visible while it runs. */
  public boolean isOwnChild() {
    return ownChild;
  }

  /** Returns why its pid file leads to no process; empty where it does, or there is none. */
  Optional<String> pidFileFault() throws SignalException {
    if (pidFile == null) {
      return Optional.empty();
    }
    if (!pidFile.isThere()) {
      return Optional.of(
          "The pid file "
              + pidFile
              + " is not there. Its program writes it when it starts; mount the directory into"
              + " the sidecar's container, too");
    }
    return pidFile
        .findLater()
        .map(
            process ->
                process
                    + " started after the pid file "
                    + pidFile
                    + " was written, so another process wrote it. Where the clock was set since,"
                    + " restart the program, or have it write the file anew");
  }

  /** Returns whether process 1 matches and is left out. */
  boolean leavesInitOut() throws SignalException {
    return finder.find().stream().anyMatch(process -> process.pid() == INIT)
        && ProcessHandle.current().pid() != INIT;
  }

  /** Returns the description of the target, for messages. */
  @Override
  public String toString() {
    return description;
  }

  /** The way in which processes are found. */
  @FunctionalInterface
  private interface ProcessFinder {
    List<TargetProcess> find() throws SignalException;
  }
}
