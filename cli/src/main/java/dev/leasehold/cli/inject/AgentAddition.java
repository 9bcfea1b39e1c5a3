// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agent of a pod: its volumes, the init container, and the additions to its containers. */
final class AgentAddition implements PodAddition {

  private final PodTemplate pod;
  private final PodEdits edits;
  private final PodSettings settings;
  private final List<ContainerInjection> containers = new ArrayList<>();
  private final List<ContainerInjection> byHand = new ArrayList<>();
  private final List<InjectionProblem> unread = new ArrayList<>();

  AgentAddition(
      PodTemplate pod,
      PodEdits edits,
      PodSettings settings,
      List<PodTemplate.Container> chosen,
      VariableSources sources)
      throws InjectionException {
    this.pod = pod;
    this.edits = edits;
    this.settings = settings;
    for (PodTemplate.Container container : chosen) {
      try {
        ContainerInjection injection = new ContainerInjection(container, edits, settings, sources);
        (injection.hasAgent() ? byHand : containers).add(injection);
      } catch (InjectionException e) {
        throw e.in(container);
      }
    }
  }

  @Override
  public boolean isThere() {
    return !byHand.isEmpty() && containers.stream().noneMatch(ContainerInjection::isNamed);
  }

  @Override
  public boolean isNamed() {
    containers.stream()
        .filter(each -> !each.isNamed())
        .forEach(each -> unread.addAll(each.unread()));
    containers.removeIf(each -> !each.isNamed());
    return !containers.isEmpty();
  }

  @Override
  public List<InjectionProblem> unread() {
    return unread;
  }

  @Override
  public void check(WarningConsumer warnings) throws InjectionException {
    byHand.forEach(
        each ->
            warnings.accept(
                "container " + each.name() + " has the agent already, put in by hand: not changed",
                each.container().node()));
    boolean image = hasImageVolume();
    for (ContainerInjection each : containers) {
      each.mountsImage(image);
      try {
        each.check((warning, node) -> warn(each.container(), warning, node, warnings));
      } catch (InjectionException e) {
        throw e.in(each.container());
      }
    }
  }

  private static void warn(
      PodTemplate.Container container,
      String warning,
      @Nullable YamlNode node,
      WarningConsumer warnings) {
    InjectionProblem problem = new InjectionProblem(warning, node).in(container);
    warnings.accept(problem.message(), problem.node());
  }

  @Override
  public void write() throws InjectionException {
    for (ContainerInjection each : containers) {
      try {
        each.write();
      } catch (InjectionException e) {
        throw e.in(each.container());
      }
    }
    String image = String.valueOf(settings.word(PodSettingNames.AGENT_IMAGE));
    boolean hasImageVolume = hasImageVolume();
    ListAdditions lists = new ListAdditions(edits, pod.spec(), "");
    if (!hasImageVolume) {
      lists.prepend("initContainers", AddedFields.initContainer(image, pod.runsAsRoot()));
    }
    List<Object> volumes = new ArrayList<>();
    volumes.add(hasImageVolume ? AddedFields.imageVolume(image) : AddedFields.agentVolume());
    volumes.addAll(
        AddedFields.vaultVolume(
            settings,
            containers.stream().anyMatch(ContainerInjection::needsToken),
            containers.stream().anyMatch(ContainerInjection::needsCertificates)));
    lists.append("volumes", volumes);
    lists.write();
  }

  private boolean hasImageVolume() throws InjectionException {
    String kind = settings.word(PodSettingNames.AGENT_VOLUME);
    if (kind != null && !kind.equals("init") && !kind.equals("image")) {
      throw new InjectionException(
          "annotation or option " + PodSettingNames.AGENT_VOLUME + " is neither init nor image",
          pod.annotation(PodSettingNames.AGENT_VOLUME));
    }
    return "image".equals(kind);
  }

  @Override
  public String detail() {
    return PodAddition.detail(containers.stream().map(ContainerInjection::name).toList(), "agent");
  }
}
