// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.cluster.InjectedPod;
import dev.leasehold.cli.cluster.KubernetesCluster;
import dev.leasehold.cli.inject.ClusterException;
import dev.leasehold.cli.yaml.YamlWriter;
import dev.leasehold.lease.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leasehold status}: the pods of a cluster that have Leasehold, and their faults. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = LeaseholdCommand.Version.class,
    sortOptions = false,
    description = {
      "Lists the pods of a cluster that have the agent or the sidecar, and why they do not run.",
      "Ends with 1 where a pod says why it has no credential. Changes nothing."
    },
    footerHeading = "%nExample, as a plugin of kubectl:%n",
    footer = "  kubectl leasehold status -A")
final class StatusCommand implements Callable<Integer> {

  private static final List<String> HEAD = List.of("NAMESPACE", "POD", "BY", "IMAGE", "STATE");

  @Mixin private PlaceArguments place = new PlaceArguments();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Pods of all namespaces.")
  private boolean everywhere;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Format of the answer: ${COMPLETION-CANDIDATES}.")
  private ReportFormat format = ReportFormat.text;

  private final PrintWriter answers;

  StatusCommand(PrintWriter answers) {
    this.answers = answers;
  }

  @Override
  public Integer call() throws CommandException {
    if (everywhere && place.nameANamespace()) {
      throw new CommandException(
          CommandExitCode.USAGE, "--namespace and --all-namespaces exclude each other");
    }
    List<InjectedPod> pods = pods();
    Map<String, Object> fields =
        Map.of("pods", pods.stream().<Object>map(InjectedPod::fields).toList());
    answers.println(
        switch (format) {
          case text -> text(pods);
          case json -> YamlWriter.json(fields);
          case yaml -> YamlWriter.yaml(fields);
        });
    boolean found = pods.stream().anyMatch(pod -> !pod.reasons().isEmpty());
    return (found ? CommandExitCode.FINDINGS : CommandExitCode.OK).status();
  }

  private List<InjectedPod> pods() throws CommandException {
    try (KubernetesCluster cluster = KubernetesCluster.at(place.place())) {
      return cluster.injectedPods(everywhere);
    } catch (ClusterException e) {
      throw new CommandException(CommandExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      throw CommandException.outOfMemory("the pods need", "ask for one namespace at a time");
    }
  }

  private static String text(List<InjectedPod> pods) {
    if (pods.isEmpty()) {
      return "no pod has Leasehold";
    }
    List<List<String>> rows = pods.stream().map(StatusCommand::row).toList();
    int[] widths = HEAD.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder(line(HEAD, widths));
    for (int i = 0; i < rows.size(); i++) {
      text.append(line(rows.get(i), widths));
      pods.get(i).reasons().forEach((container, why) -> text.append(reason(container, why)));
    }
    return text.toString().stripTrailing();
  }

  /** The maker of a pod chooses its image and its messages, and a terminal obeys some of them. */
  private static List<String> row(InjectedPod pod) {
    return Stream.of(pod.namespace(), pod.name(), pod.by(), pod.image(), pod.state())
        .map(Printable::of)
        .toList();
  }

  private static String reason(String container, String why) {
    return why.lines()
        .map(line -> "  " + Printable.of(container + ": " + line) + "\n")
        .collect(Collectors.joining());
  }

  /** Returns a line whose columns have these widths. */
  private static String line(List<String> values, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String value = values.get(i);
      line.append(value).append(" ".repeat(widths[i] - value.length() + 2));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
