// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.inject.ClusterException;
import dev.leasehold.cli.inject.InjectionResult;
import dev.leasehold.cli.inject.Injector;
import dev.leasehold.cli.yaml.YamlSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leasehold inject}: manifests in, manifests out. */
@Command(
    name = "inject",
    mixinStandardHelpOptions = true,
    versionProvider = LeaseholdCommand.Version.class,
    sortOptions = false,
    description = {
      "Puts the agent or the sidecar into the pod templates of manifests.",
      "Reads YAML or JSON, changes the pods that credentials are named for, and writes everything"
          + " else byte for byte as it was. The report goes to standard error."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  leasehold inject --vault-addr=https://vault:8200 --creds=database/creds/orders"
            + " --role=orders --agent-image=registry.example.com/leasehold-sidecar:0.1.0 orders.yaml |"
            + " kubectl apply -f -")
final class InjectCommand implements Callable<Integer> {

  @Mixin private InjectArguments arguments = new InjectArguments();
  @Mixin private ClusterArguments cluster = new ClusterArguments();

  @Option(names = "--undo", description = "Gives the manifests back as they were before.")
  private boolean undo;

  @Option(
      names = "--check",
      description = "Writes no manifest; ends with 1 if something would change.")
  private boolean check;

  @Option(
      names = {"-i", "--in-place"},
      description = "Changes the files in place of writing to standard output.")
  private boolean inPlace;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Format of the report: ${COMPLETION-CANDIDATES}.")
  private ReportFormat format = ReportFormat.text;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the report to a file as well.")
  private @Nullable Path reportFile;

  @Option(
      names = "--never-empty",
      description =
          "Writes a comment where there is nothing to write; Helm 4 takes no empty output.")
  private boolean neverEmpty;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files, folders with *.yaml, *.yml and *.json, or - for standard input.")
  private List<String> names = List.of("-");

  private final Streams streams;

  InjectCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws CommandException {
    try {
      return runInMemory();
    } catch (CommandException e) {
      return failed(e);
    } finally {
      cluster.close();
    }
  }

  /** A report that a program reads has the error in it, and no text stands beside it. */
  private int failed(CommandException e) throws CommandException {
    CommandException last = e;
    try {
      save(InjectReport.ofError(e, format));
    } catch (CommandException unsaved) {
      last = unsaved;
    }
    if (format == ReportFormat.text) {
      throw last;
    }
    streams.messages().println(InjectReport.ofError(last, format));
    return last.exitCode().status();
  }

  /** All input is held in memory, as nothing is written before all of it is right. */
  private int runInMemory() throws CommandException {
    try {
      return run();
    } catch (OutOfMemoryError e) {
      throw CommandException.outOfMemory("the input needs", "give it in several parts");
    }
  }

  private int run() throws CommandException {
    if (inPlace && names.contains("-")) {
      throw new CommandException(
          CommandExitCode.USAGE, "--in-place needs files, not standard input");
    }
    List<ManifestFile> files = ManifestFile.read(names, streams.in());
    Injector injector = new Injector(arguments.options(), cluster.objects());
    List<InjectionResult> results = results(files, injector);
    InjectReport report = new InjectReport(files, results, injector.missingContainers());
    String text = report.as(format);
    save(text);
    boolean isFinding = report.hasFailed() || (check && report.hasChanges());
    if (!isFinding && !check) {
      write(files, results);
    }
    streams.messages().println(text);
    return (isFinding ? CommandExitCode.FINDINGS : CommandExitCode.OK).status();
  }

  private void save(String text) throws CommandException {
    if (reportFile != null) {
      try {
        Files.writeString(reportFile, text + "\n");
      } catch (IOException e) {
        throw new CommandException(
            CommandExitCode.CANNOT_WRITE, reportFile + " cannot be written: " + e);
      }
    }
  }

  private List<InjectionResult> results(List<ManifestFile> files, Injector injector)
      throws CommandException {
    List<InjectionResult> results = new ArrayList<>();
    if (files.size() > 1 && !undo) {
      for (ManifestFile file : files) {
        parsed(file, () -> injector.know(file.text()));
      }
    }
    for (ManifestFile file : files) {
      parsed(
          file,
          () -> results.add(undo ? injector.undo(file.text()) : injector.inject(file.text())));
    }
    return results;
  }

  private interface Parsing {
    void run() throws YamlSyntaxException;
  }

  private static void parsed(ManifestFile file, Parsing parsing) throws CommandException {
    try {
      parsing.run();
    } catch (YamlSyntaxException e) {
      throw new CommandException(
          CommandExitCode.BAD_INPUT,
          file.name()
              + ":"
              + e.line()
              + ":"
              + e.column()
              + ": "
              + e.getMessage()
              + "; nothing is written");
    } catch (ClusterException e) {
      throw new CommandException(
          CommandExitCode.UNAVAILABLE, e.message(file.name()) + "; nothing is written");
    }
  }

  private void write(List<ManifestFile> files, List<InjectionResult> results)
      throws CommandException {
    if (inPlace) {
      replace(files, results);
      return;
    }
    ManifestStream stream = new ManifestStream(streams.out());
    for (InjectionResult result : results) {
      stream.add(result.text());
    }
    if (neverEmpty) {
      stream.addNothing();
    }
    stream.flush();
  }

  private static void replace(List<ManifestFile> files, List<InjectionResult> results)
      throws CommandException {
    List<FileReplacement> replacements = new ArrayList<>();
    try {
      for (int i = 0; i < files.size(); i++) {
        ManifestFile file = files.get(i);
        String text = results.get(i).text();
        if (file.path() != null && !text.equals(file.text())) {
          replacements.add(FileReplacement.prepare(file.path(), text));
        }
      }
      for (FileReplacement each : replacements) {
        each.commit();
      }
    } finally {
      for (FileReplacement each : replacements) {
        each.close();
      }
    }
  }
}
