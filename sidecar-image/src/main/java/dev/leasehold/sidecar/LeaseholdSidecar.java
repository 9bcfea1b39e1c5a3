// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.ConfigException;
import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Settings;
import dev.leasehold.lease.Printable;
import dev.leasehold.sidecar.log.LogOutput;
import dev.leasehold.termination.TerminationMessage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The program's entry: {@code leasehold-sidecar MODE}. */
public final class LeaseholdSidecar {

  /** How long the end waits for lines to be written that nobody may read. */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  private LeaseholdSidecar() {}

  /** Runs one mode and ends with its {@link ExitCode}, or with the child's status. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    try {
      return status(arguments);
    } finally {
      LogOutput.flush(FLUSH);
    }
  }

  private static int status(String... arguments) {
    try {
      return run(List.of(arguments));
    } catch (UsageException wrong) {
      LogOutput.writeFailure(String.valueOf(wrong.getMessage()), null);
      LogOutput.writeAnswer(ModeHelp.of(wrong.mode()).stripTrailing());
      return ExitCode.USAGE.status();
    } catch (SidecarException known) {
      LogOutput.writeFailure(String.valueOf(known.getMessage()), null);
      return known.code().status();
    } catch (ConfigException wrong) {
      LogOutput.writeFailure(String.valueOf(wrong.getMessage()), null);
      return ExitCode.CONFIGURATION.status();
    } catch (Exception | Error e) {
      LogOutput.writeFailure("a fault of the program's own: " + e, e);
      return ExitCode.INTERNAL.status();
    }
  }

  private static int run(List<String> words) throws Exception {
    String first = words.isEmpty() ? "" : words.get(0);
    if (ModeOption.HELP.isWord(first)) {
      System.out.print(ModeHelp.of(null));
      return ExitCode.OK.status();
    }
    SidecarMode mode = SidecarMode.of(first);
    if (mode == null) {
      throw new UsageException(null, noMode(first));
    }
    return run(mode, parse(mode, words.subList(1, words.size())));
  }

  private static ModeArguments parse(SidecarMode mode, List<String> words) throws UsageException {
    try {
      return ModeArguments.parse(mode, words);
    } catch (UsageException wrong) {
      tell(mode, termination(null), wrong);
      throw wrong;
    }
  }

  private static int run(SidecarMode mode, ModeArguments arguments) throws Exception {
    if (arguments.has(ModeOption.HELP)) {
      System.out.print(ModeHelp.of(mode));
      return ExitCode.OK.status();
    }
    TerminationMessage termination = termination(arguments.value(ModeOption.SETTINGS));
    try {
      return mode.command(arguments, termination).call();
    } catch (SidecarException | ConfigException | UsageException known) {
      tell(mode, termination, known);
      throw known;
    }
  }

  private static TerminationMessage termination(@Nullable String settings) {
    return new TerminationMessage(Settings.terminationLog(ProcessInputs.ofProcess(settings)));
  }

  private static void tell(SidecarMode mode, TerminationMessage termination, Exception known) {
    if (mode.endsContainer()) {
      termination.failed(String.valueOf(known.getMessage()));
    }
  }

  /** An option's value may be a secret. */
  private static String noMode(String first) {
    if (first.isEmpty()) {
      return "name a mode";
    }
    return first.startsWith("-") ? "name a mode first" : "no such mode: " + Printable.of(first);
  }
}
