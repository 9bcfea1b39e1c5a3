// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.cluster.ClusterException;
import dev.leasehold.cli.cluster.InjectedPod;
import dev.leasehold.cli.cluster.KubernetesCluster;
import dev.leasehold.cli.yaml.YamlWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leasehold status}: the pods of a cluster that have Leasehold, and what is wrong. */
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
    KubernetesCluster cluster = null;
    try {
      cluster = KubernetesCluster.at(place.place());
      return cluster.injectedPods(everywhere);
    } catch (ClusterException e) {
      throw new CommandException(CommandExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
    } finally {
      if (cluster != null) {
        cluster.close();
      }
    }
  }

  private static String text(List<InjectedPod> pods) {
    if (pods.isEmpty()) {
      return "no pod has Leasehold";
    }
    List<Function<InjectedPod, String>> columns =
        List.of(
            InjectedPod::namespace,
            InjectedPod::name,
            InjectedPod::by,
            InjectedPod::image,
            InjectedPod::state);
    StringBuilder text = new StringBuilder();
    line(text, pods, columns, HEAD);
    for (InjectedPod pod : pods) {
      line(text, pods, columns, columns.stream().map(column -> column.apply(pod)).toList());
      pod.reasons()
          .forEach(
              (container, why) ->
                  why.lines()
                      .forEach(
                          line -> text.append("  " + container + ": " + printable(line) + "\n")));
    }
    return text.toString().stripTrailing();
  }

  /** A message may be anybody's, and a terminal obeys some characters. */
  private static String printable(String line) {
    return line.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  /** Adds a line whose columns are as wide as their widest text. */
  private static void line(
      StringBuilder text,
      List<InjectedPod> pods,
      List<Function<InjectedPod, String>> columns,
      List<String> values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      int width = HEAD.get(i).length();
      for (InjectedPod pod : pods) {
        width = Math.max(width, columns.get(i).apply(pod).length());
      }
      String value = values.get(i);
      line.append(value).append(" ".repeat(width - value.length() + 2));
    }
    text.append(line.toString().stripTrailing()).append("\n");
  }
}
