// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.ConfigException;
import dev.leasehold.config.Settings;
import dev.leasehold.config.SettingsSources;
import dev.leasehold.lease.Printable;
import dev.leasehold.sidecar.log.LogOutput;
import dev.leasehold.termination.TerminationMessage;
import java.util.List;

/** The program's entry: {@code leasehold-sidecar MODE}. */
public final class LeaseholdSidecar {

  private LeaseholdSidecar() {}

  /** Runs one mode and ends with its {@link ExitCode}, or with the child's status. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    try {
      return run(List.of(arguments));
    } catch (UsageException wrong) {
      LogOutput.writeFailure(String.valueOf(wrong.getMessage()), null);
      System.err.print(ModeHelp.of(wrong.mode()));
      return ExitCode.USAGE.status();
    } catch (SidecarException known) {
      LogOutput.writeFailure(String.valueOf(known.getMessage()), null);
      return known.code().status();
    } catch (ConfigException wrong) {
      LogOutput.writeFailure(String.valueOf(wrong.getMessage()), null);
      return ExitCode.CONFIGURATION.status();
    } catch (Exception | OutOfMemoryError | LinkageError e) {
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
    ModeArguments arguments = ModeArguments.parse(mode, words.subList(1, words.size()));
    if (arguments.has(ModeOption.HELP)) {
      System.out.print(ModeHelp.of(mode));
      return ExitCode.OK.status();
    }
    SettingsSources sources = SettingsSources.ofProcess(arguments.value(ModeOption.SETTINGS));
    TerminationMessage termination = new TerminationMessage(Settings.terminationLog(sources));
    try {
      return mode.command(arguments, termination).call();
    } catch (SidecarException | ConfigException known) {
      if (mode.endsContainer()) {
        termination.failed(String.valueOf(known.getMessage()));
      }
      throw known;
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
