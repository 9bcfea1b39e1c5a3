// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.TextEdits;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The injection of one pod template. For one thread. */
final class PodInjection {

  private final PodTemplate pod;
  private final InjectOptions options;
  private final boolean readsVault;
  private final @Nullable VaultAnnotations vault;
  private final PodSettings settings;
  private final PodEdits edits;
  private final List<InjectionFinding> warnings = new ArrayList<>();

  PodInjection(PodTemplate pod, String text, InjectOptions options, TextEdits edits) {
    this.pod = pod;
    this.options = options;
    String own = pod.annotations().get(PodSettingNames.FROM_VAULT);
    boolean isSaid = own != null && !own.isBlank();
    this.readsVault =
        "true".equalsIgnoreCase(isSaid ? own : options.words().get(PodSettingNames.FROM_VAULT));
    this.vault = readsVault ? VaultAnnotations.of(pod, options.words()) : null;
    this.settings =
        new PodSettings(
            pod.annotations(), vault == null ? options.words() : vault.over(options.words()));
    this.edits = new PodEdits(pod, text, edits);
  }

  /**
   * Returns whether the annotations and options of now ask for an injection of a pod that was
   * injected before. Its variables say nothing, as the injection may have added them.
   */
  boolean isAskedFor() {
    try {
      return settings.word(PodSettingNames.AGENT_IMAGE) != null
          && (settings.namesCredentials(GivenVariables.NONE) || hasTurnedVaultOff())
          && skipped() == null
          && !chosen().isEmpty();
    } catch (InjectionException e) {
      return true; // A misspelt annotation is a finding.
    }
  }

  /** The injection turned Vault's injector off, whose annotations name credentials all the same. */
  private boolean hasTurnedVaultOff() {
    return readsVault
        && !new VaultSecrets(pod.annotations(VaultAnnotations.PREFIX)).credentials().isEmpty();
  }

  /** Adds the changes, unless there is a finding. */
  DocumentReport inject(VariableSources sources) {
    try {
      String skipped = skipped();
      if (skipped != null) {
        return report(DocumentReport.Status.SKIPPED, skipped);
      }
      AnnotationNames.check(pod);
      List<PodTemplate.Container> chosen = chosen();
      if (chosen.isEmpty()) {
        return withoutContainer(sources);
      }
      PodAddition addition =
          settings.asksForSidecar()
              ? new SidecarAddition(pod, edits, settings, chosen)
              : new AgentAddition(pod, edits, settings, chosen, sources);
      if (addition.isThere()) {
        return report(DocumentReport.Status.SKIPPED, "has the agent already, put in by hand");
      }
      boolean isNamed = addition.isNamed();
      addition.unread().forEach(each -> warn(each.message(), each.node()));
      if (!isNamed) {
        return unnamed();
      }
      check(addition);
      addition.write();
      if (vault != null) {
        edits.turnOff(VaultAnnotations.SWITCH);
      }
      edits.writeAnnotation();
      String off = vault == null ? "" : "; " + VaultAnnotations.SWITCH + " turned off";
      return report(DocumentReport.Status.INJECTED, addition.detail() + off);
    } catch (InjectionException e) {
      return pod.failure(e);
    } catch (ClusterException e) {
      throw e.in(pod.object());
    }
  }

  private DocumentReport report(DocumentReport.Status status, String detail) {
    boolean hasAgent = status == DocumentReport.Status.INJECTED && !settings.asksForSidecar();
    String variable = hasAgent ? settings.javaOptionsVariable() : null;
    return new DocumentReport(
        pod.title(), pod.object().place(), status, detail, warnings, variable);
  }

  /**
   * An option is for all pods of the input. This pod's own words ask for an injection of this pod.
   */
  private DocumentReport withoutContainer(VariableSources sources) throws InjectionException {
    String asking = asking(sources);
    if (asking != null) {
      throw new InjectionException(
          "option --container names "
              + String.join(", ", new TreeSet<>(options.containers()))
              + ", which the pod does not have, though "
              + asking
              + " ask for an injection: annotate "
              + PodSettingNames.PREFIX
              + PodSettingNames.CONTAINERS
              + ", or "
              + PodSettingNames.PREFIX
              + PodSettingNames.INJECT
              + ": disabled");
    }
    return report(
        DocumentReport.Status.SKIPPED,
        "no container called " + String.join(" or ", new TreeSet<>(options.containers())));
  }

  /** Returns the part of the pod itself that asks for an injection; null for none. */
  private @Nullable String asking(VariableSources sources) {
    PodSettings own =
        new PodSettings(pod.annotations(), vault == null ? Map.of() : vault.over(Map.of()));
    if (own.namesCredentials(GivenVariables.NONE)
        || "enabled".equals(own.word(PodSettingNames.INJECT))) {
      return "its annotations";
    }
    for (PodTemplate.Container container : pod.containers()) {
      Environment environment = new Environment(container.node(), sources);
      if (!settings.asksForSidecar()
          && own.namesCredentials(environment.names())
          && !new JavaOptions(own.javaOptionsVariable(), container.node(), environment)
              .hasAgent()) {
        return "variables of container " + container.name();
      }
    }
    return null;
  }

  private DocumentReport unnamed() throws InjectionException {
    if ("enabled".equals(settings.word(PodSettingNames.INJECT))) {
      throw new InjectionException(
          "annotated "
              + PodSettingNames.PREFIX
              + PodSettingNames.INJECT
              + ": enabled, but no credentials are named:"
              + " annotate "
              + PodSettingNames.PREFIX
              + "creds, or give --creds",
          pod.annotation(PodSettingNames.INJECT));
    }
    return report(
        DocumentReport.Status.SKIPPED,
        "no credentials named: neither annotation "
            + PodSettingNames.PREFIX
            + "creds nor --creds"
            + (readsVault ? ", nor MOUNT/creds/ROLE among secrets of Vault's injector" : ""));
  }

  private @Nullable String skipped() throws InjectionException {
    String wanted = settings.word(PodSettingNames.INJECT);
    if (wanted != null && !wanted.equals("enabled") && !wanted.equals("disabled")) {
      throw new InjectionException(
          "annotation "
              + PodSettingNames.PREFIX
              + PodSettingNames.INJECT
              + " is neither enabled nor disabled",
          pod.annotation(PodSettingNames.INJECT));
    }
    return "disabled".equals(wanted)
        ? "annotated " + PodSettingNames.PREFIX + PodSettingNames.INJECT + ": disabled"
        : null;
  }

  private List<PodTemplate.Container> chosen() throws InjectionException {
    String annotated = settings.word(PodSettingNames.CONTAINERS);
    Set<String> wanted =
        annotated == null
            ? options.containers()
            : Arrays.stream(annotated.split(",", -1)).map(String::trim).collect(Collectors.toSet());
    List<PodTemplate.Container> chosen = new ArrayList<>();
    Set<String> missing = new TreeSet<>(wanted);
    for (PodTemplate.Container container : pod.containers()) {
      missing.remove(container.name());
      if (wanted.isEmpty() ? !container.isInit() : wanted.contains(container.name())) {
        chosen.add(container);
      }
    }
    if (annotated != null && !missing.isEmpty()) {
      YamlNode own = pod.annotation(PodSettingNames.CONTAINERS);
      String vaults = VaultAnnotations.SWITCH + "-containers";
      throw new InjectionException(
          "annotation "
              + (own == null ? vaults : PodSettingNames.PREFIX + PodSettingNames.CONTAINERS)
              + " names "
              + String.join(", ", missing)
              + ", which the pod does not have: write names of its containers, separated by commas",
          own == null ? pod.anyAnnotation(vaults) : own);
    }
    return chosen;
  }

  private void check(PodAddition addition) throws InjectionException {
    if (vault != null) {
      vault.check(this::warn);
    }
    checkPod();
    edits.requireOwn(pod.node(), "the pod template");
    edits.requireOwn(pod.spec(), "spec");
    edits.own(pod.node(), "spec");
    edits.own(pod.spec(), "containers");
    edits.prepareAnnotation();
    addition.check(this::warn);
  }

  private void warn(String warning, @Nullable YamlNode node) {
    warnings.add(
        pod.finding(InjectionFinding.ReportSeverity.WARNING, new InjectionProblem(warning, node)));
  }

  /** No name and no image of a manifest has braces. */
  private void checkRendered() throws InjectionException {
    for (PodTemplate.Container container : pod.containers()) {
      for (String key : List.of("name", "image")) {
        YamlNode value = container.node().get(key);
        if (value instanceof YamlScalar scalar && scalar.value().contains("{{")) {
          throw new InjectionException(
              key + " is a template's: render it first (helm template), and inject the result",
              scalar);
        }
      }
    }
  }

  private void checkPod() throws InjectionException {
    checkRendered();
    YamlScalar system = OperatingSystem.other(pod.spec());
    if (system != null) {
      throw new InjectionException(
          "asks for nodes with "
              + system.value()
              + ", where Leasehold's image does not run; annotate "
              + PodSettingNames.PREFIX
              + PodSettingNames.INJECT
              + ": disabled",
          system);
    }
    if (settings.word(PodSettingNames.AGENT_IMAGE) == null) {
      throw new InjectionException(
          "no image of Leasehold's: annotate "
              + PodSettingNames.PREFIX
              + PodSettingNames.AGENT_IMAGE
              + ", or give --agent-image");
    }
    for (String list : List.of("containers", "initContainers", "volumes")) {
      for (String name : AddedFields.NAMES) {
        YamlNode taken = pod.item(list, name);
        if (taken != null) {
          throw new InjectionException(
              list
                  + " has "
                  + name
                  + ", but the pod has no annotation "
                  + PodSettingNames.PREFIX
                  + PodSettingNames.INJECTED
                  + ": remove it",
              taken);
        }
      }
    }
  }
}
