// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.ConfigException;
import dev.leasehold.sidecar.log.LogOutput;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program's entry: {@code leasehold-sidecar MODE}. */
@Command(
    name = "leasehold-sidecar",
    description = "Keeps a database credential from Vault fresh in a file, for programs on no JVM.")
public final class LeaseholdSidecar implements Runnable {

  private static final List<String> MODES =
      List.of("init", "run", "exec", "validate", "healthcheck", "copy-agent", "version");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this.")
  boolean help; // picocli acts on it.

  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  /** Runs one mode and ends with its {@link ExitCode}, or with the child's status. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new LeaseholdSidecar());
    addModes(line, arguments.length == 0 ? "" : arguments[0]);
    line.setExecutionExceptionHandler((e, at, parsed) -> failed(e));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    setUsageStatus(line);
    return line.execute(arguments);
  }

  /**
   * Adds the mode that is asked for, or all where none is. picocli reads a command's annotations by
   * reflection, which takes a tenth of the time to the first credential for all of them.
   */
  private static void addModes(CommandLine line, String asked) {
    List<String> wanted = MODES.contains(asked) ? List.of(asked) : MODES;
    wanted.forEach(name -> line.addSubcommand(name, mode(name)));
  }

  private static Object mode(String name) {
    return switch (name) {
      case "init" -> new InitCommand();
      case "run" -> new RunCommand();
      case "exec" -> new ExecCommand();
      case "validate" -> new ValidateCommand();
      case "healthcheck" -> new HealthcheckCommand();
      case "copy-agent" -> new CopyAgentCommand();
      case "version" -> new VersionCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void setUsageStatus(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE.status());
    line.getSubcommands().values().forEach(LeaseholdSidecar::setUsageStatus);
  }

  private static int failed(Exception e) {
    if (e instanceof SidecarException known) {
      LogOutput.writeFailure(String.valueOf(known.getMessage()), null);
      return known.code().status();
    }
    if (e instanceof ConfigException wrong) {
      LogOutput.writeFailure(String.valueOf(wrong.getMessage()), null);
      return ExitCode.CONFIGURATION.status();
    }
    LogOutput.writeFailure("a fault of the program's own: " + e, e);
    return ExitCode.INTERNAL.status();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a mode");
  }
}
