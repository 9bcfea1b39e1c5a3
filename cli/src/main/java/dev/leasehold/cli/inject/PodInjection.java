// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.TextEdits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The injection of one pod template. For one thread. */
final class PodInjection {

  private final PodTemplate pod;
  private final InjectOptions options;
  private final PodSettings settings;
  private final PodEdits edits;
  private final List<String> warnings = new ArrayList<>();

  PodInjection(PodTemplate pod, String text, InjectOptions options, TextEdits edits) {
    this.pod = pod;
    this.options = options;
    this.settings = new PodSettings(pod.annotations(), options.words());
    this.edits = new PodEdits(pod, text, edits);
  }

  /** Adds the changes, unless there is a finding. */
  DocumentReport inject(List<ManifestObject> others) {
    try {
      String skipped = skipped();
      if (skipped != null) {
        return report(DocumentReport.Status.SKIPPED, skipped);
      }
      List<ContainerInjection> chosen = chosen();
      if (chosen.isEmpty()) {
        return report(
            DocumentReport.Status.SKIPPED,
            "no container called " + String.join(" or ", new TreeSet<>(options.containers())));
      }
      if (chosen.stream().anyMatch(ContainerInjection::hasAgent)) {
        return report(DocumentReport.Status.SKIPPED, "has the agent already, put in by hand");
      }
      chosen.removeIf(each -> !each.isNamed());
      if (chosen.isEmpty()) {
        return unnamed();
      }
      check(chosen, others);
      write(chosen);
      String names =
          chosen.stream().map(ContainerInjection::name).collect(Collectors.joining(", "));
      String word = chosen.size() == 1 ? "container " : "containers ";
      return report(DocumentReport.Status.INJECTED, word + names);
    } catch (InjectionException e) {
      return report(DocumentReport.Status.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private DocumentReport report(DocumentReport.Status status, String detail) {
    ManifestObject object = pod.object();
    return new DocumentReport(object.title(), object.line(), status, detail, warnings);
  }

  private DocumentReport unnamed() throws InjectionException {
    if ("enabled".equals(settings.word(Words.INJECT))) {
      throw new InjectionException(
          "annotated "
              + Words.PREFIX
              + Words.INJECT
              + ": enabled, but no credentials are named:"
              + " annotate "
              + Words.PREFIX
              + "creds, or give --creds");
    }
    return report(
        DocumentReport.Status.SKIPPED,
        "no credentials named: neither annotation " + Words.PREFIX + "creds nor --creds");
  }

  private @Nullable String skipped() throws InjectionException {
    String wanted = settings.word(Words.INJECT);
    if (wanted != null && !wanted.equals("enabled") && !wanted.equals("disabled")) {
      throw new InjectionException(
          "annotation " + Words.PREFIX + Words.INJECT + " is neither enabled nor disabled");
    }
    return "disabled".equals(wanted)
        ? "annotated " + Words.PREFIX + Words.INJECT + ": disabled"
        : null;
  }

  private List<ContainerInjection> chosen() throws InjectionException {
    String annotated = pod.annotations().get(Words.CONTAINERS);
    Set<String> wanted =
        annotated == null
            ? options.containers()
            : Arrays.stream(annotated.split(",", -1)).map(String::trim).collect(Collectors.toSet());
    List<ContainerInjection> chosen = new ArrayList<>();
    Set<String> missing = new TreeSet<>(wanted);
    for (PodTemplate.Container container : pod.containers()) {
      missing.remove(container.name());
      if (wanted.isEmpty() ? !container.isInit() : wanted.contains(container.name())) {
        chosen.add(of(container));
      }
    }
    if (annotated != null && !missing.isEmpty()) {
      throw new InjectionException(
          "annotation "
              + Words.PREFIX
              + Words.CONTAINERS
              + " names "
              + String.join(", ", missing)
              + ", which the pod does not have");
    }
    return chosen;
  }

  private ContainerInjection of(PodTemplate.Container container) throws InjectionException {
    try {
      return new ContainerInjection(container, edits, settings);
    } catch (InjectionException e) {
      throw in(container.name(), e);
    }
  }

  private static InjectionException in(String container, InjectionException e) {
    return new InjectionException("container " + container + ": " + e.getMessage());
  }

  private void check(List<ContainerInjection> chosen, List<ManifestObject> others)
      throws InjectionException {
    checkPod();
    edits.requireOwn(pod.node(), "the pod template");
    edits.requireOwn(pod.spec(), "spec");
    edits.own(pod.node(), "spec");
    edits.own(pod.spec(), "containers");
    edits.prepareAnnotation();
    for (ContainerInjection each : chosen) {
      try {
        each.check(others, warning -> warnings.add("container " + each.name() + ": " + warning));
      } catch (InjectionException e) {
        throw in(each.name(), e);
      }
    }
  }

  private void checkPod() throws InjectionException {
    String system = pod.otherSystem();
    if (system != null) {
      throw new InjectionException(
          "asks for nodes with "
              + system
              + ", where the agent's image does not run; annotate "
              + Words.PREFIX
              + Words.INJECT
              + ": disabled");
    }
    if (settings.word(Words.AGENT_IMAGE) == null) {
      throw new InjectionException(
          "no image with the agent: annotate "
              + Words.PREFIX
              + Words.AGENT_IMAGE
              + ", or give --agent-image");
    }
    if (pod.has("initContainers", Added.AGENT)
        || pod.has("volumes", Added.AGENT)
        || pod.has("volumes", Added.VAULT)) {
      throw new InjectionException(
          "has an init container or a volume called "
              + Added.AGENT
              + " or "
              + Added.VAULT
              + ", but no annotation "
              + Words.PREFIX
              + Words.INJECTED
              + ": remove it");
    }
  }

  private void write(List<ContainerInjection> chosen) throws InjectionException {
    for (ContainerInjection each : chosen) {
      try {
        each.write();
      } catch (InjectionException e) {
        throw in(each.name(), e);
      }
    }
    String image = String.valueOf(settings.word(Words.AGENT_IMAGE));
    ListAdditions lists = new ListAdditions(edits, pod.spec(), "");
    lists.prepend("initContainers", Added.initContainer(image, pod.runsAsRoot()));
    List<Object> volumes = new ArrayList<>();
    volumes.add(Added.agentVolume());
    boolean needsToken = chosen.stream().anyMatch(ContainerInjection::needsToken);
    boolean needsCertificates = chosen.stream().anyMatch(ContainerInjection::needsCertificates);
    if (needsToken || needsCertificates) {
      String audience = settings.word(Words.AUDIENCE);
      volumes.add(
          Added.vaultVolume(
              needsToken ? audience == null ? "vault" : audience : null,
              needsCertificates ? settings.word(Words.CA_CONFIG_MAP) : null));
    }
    lists.append("volumes", volumes);
    lists.write();
    edits.writeAnnotation();
  }
}
