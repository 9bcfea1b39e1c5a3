// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: help and version. */
@Command(
    name = "leasehold",
    description = "Short-lived database credentials for JVM applications, without changing them.",
    mixinStandardHelpOptions = true,
    versionProvider = LeaseholdCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AutoComplete.GenerateCompletion.class, HelpCommand.class})
final class LeaseholdCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Version.class.getPackage().getImplementationVersion();
      return new String[] {"leasehold " + (version == null ? "(not packaged)" : version)};
    }
  }
}
