// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.ConfigException;
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
    description = "Keeps a database credential from Vault fresh in a file, for programs on no JVM.",
    subcommands = {
      InitCommand.class,
      RunCommand.class,
      ExecCommand.class,
      ValidateCommand.class,
      HealthcheckCommand.class,
      CopyAgentCommand.class,
      VersionCommand.class
    })
public final class LeaseholdSidecar implements Runnable {

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
    logAsOneLineWithTime();
    System.exit(run(arguments));
  }

  private static void logAsOneLineWithTime() {
    String prefix = "org.slf4j.simpleLogger.";
    System.setProperty(prefix + "showDateTime", "true");
    System.setProperty(prefix + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty(prefix + "showThreadName", "false");
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new LeaseholdSidecar());
    line.setExecutionExceptionHandler((e, at, parsed) -> failed(e));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    setUsageStatus(line);
    return line.execute(arguments);
  }

  private static void setUsageStatus(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE.status());
    line.getSubcommands().values().forEach(LeaseholdSidecar::setUsageStatus);
  }

  private static int failed(Exception e) {
    if (e instanceof SidecarException known) {
      System.err.println("leasehold-sidecar: " + known.getMessage());
      return known.code().status();
    }
    if (e instanceof ConfigException wrong) {
      System.err.println("leasehold-sidecar: " + wrong.getMessage());
      return ExitCode.CONFIGURATION.status();
    }
    System.err.println("leasehold-sidecar: a fault of the program's own: " + e);
    e.printStackTrace();
    return ExitCode.INTERNAL.status();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a mode");
  }
}
