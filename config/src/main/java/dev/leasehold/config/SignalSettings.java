// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.io.File;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The signal that the sidecar sends after a change, and its program. Immutable. */
public final class SignalSettings {

  private static final Setting[] TARGETS = {
    Setting.SIGNAL_PROCESS, Setting.SIGNAL_COMMAND_LINE, Setting.SIGNAL_PID_FILE
  };

  private final @Nullable Signal signal;
  private final @Nullable String process;
  private final @Nullable Pattern commandLine;
  private final @Nullable File pidFile;

  /**
   * Reads them.
   *
   * @param child whether the sidecar starts a program itself, which is the target unless another is
   *     named
   */
  SignalSettings(SettingReader reader, boolean child) {
    this.signal = reader.optionalChoice(Setting.SIGNAL, Signal.values());
    this.process = reader.text(Setting.SIGNAL_PROCESS);
    this.commandLine = reader.parsed(Setting.SIGNAL_COMMAND_LINE, SignalSettings::pattern);
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

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the command line's pattern cannot be read: " + e.getDescription() + "; correct it", e);
    }
  }

  private static void requireAlone(SettingReader reader, Setting target, @Nullable Setting other) {
    if (reader.given(Setting.SIGNAL) == null) {
      reader.problem(target, "of no use without leasehold.signal; set that or remove this");
    } else if (other != null) {
      reader.problem(
          target, reader.where(other) + " names a target of the signal as well; leave one target");
    }
  }

  /** Returns the signal; null for none. */
  public @Nullable Signal signal() {
    return signal;
  }

  /** Returns the name of the target's program; null where it is not found by that. */
  public @Nullable String process() {
    return process;
  }

  /** Returns the pattern of the target's command line; null where it is not found by that. */
  public @Nullable Pattern commandLine() {
    return commandLine;
  }

  /** Returns the file with the target's process id; null where it is not found by that. */
  public @Nullable File pidFile() {
    return pidFile;
  }
}
