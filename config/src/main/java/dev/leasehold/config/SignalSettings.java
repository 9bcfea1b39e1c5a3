// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.io.File;
import org.jspecify.annotations.Nullable;

/** The signal that the sidecar sends after a change, and its program. Immutable. */
public final class SignalSettings {

  private static final Setting[] TARGETS = {
    Setting.SIGNAL_PROCESS, Setting.SIGNAL_COMMAND_LINE, Setting.SIGNAL_PID_FILE
  };

  private final @Nullable String signal;
  private final @Nullable String process;
  private final @Nullable String commandLine;
  private final @Nullable File pidFile;

  /**
   * Reads them.
   *
   * @param child whether the sidecar starts a program itself, which is the target unless one is
   *     named
   */
  SignalSettings(SettingReader reader, boolean child) {
    this.signal = reader.word(Setting.SIGNAL);
    this.process = reader.text(Setting.SIGNAL_PROCESS);
    this.commandLine = reader.text(Setting.SIGNAL_COMMAND_LINE);
    String pid = reader.text(Setting.SIGNAL_PID_FILE);
    this.pidFile = pid == null ? null : new File(pid);
    Setting first = null;
    for (Setting target : TARGETS) {
      if (reader.given(target) != null) {
        requireAlone(reader, target, first);
        first = first == null ? target : first;
      }
    }
    if (first == null && reader.given(Setting.SIGNAL) != null && !child) {
      reader.required(
          Setting.SIGNAL_PROCESS,
          "not set, nor another target of the signal; write the name of the program");
    }
  }

  private static void requireAlone(SettingReader reader, Setting target, @Nullable Setting other) {
    if (reader.given(Setting.SIGNAL) == null) {
      reader.problem(target, "of no use without leasehold.signal; set that or remove this");
    } else if (other != null) {
      reader.problem(
          target, reader.where(other) + " names a target of the signal as well; leave one");
    }
  }

  /** Returns the signal's name without {@code SIG}; null for none. */
  public @Nullable String signal() {
    return signal;
  }

  /** Returns the name of the target's program; null where it is not found by that. */
  public @Nullable String process() {
    return process;
  }

  /** Returns the pattern of the target's command line; null where it is not found by that. */
  public @Nullable String commandLine() {
    return commandLine;
  }

  /** Returns the file with the target's process id; null where it is not found by that. */
  public @Nullable File pidFile() {
    return pidFile;
  }
}
