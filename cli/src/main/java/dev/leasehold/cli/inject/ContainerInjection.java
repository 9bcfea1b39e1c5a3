// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.config.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The additions to one container with a JVM. For one thread. */
final class ContainerInjection {

  private final PodTemplate.Container container;
  private final PodEdits pod;
  private final PodSettings settings;
  private final Environment environment;
  private final GivenVariables given;
  private final JavaOptions options;
  private boolean needsToken;
  private boolean needsCertificates;
  private boolean mountsImage;
  private Map<String, Object> identity = Map.of();

  ContainerInjection(
      PodTemplate.Container container, PodEdits pod, PodSettings settings, VariableSources sources)
      throws InjectionException {
    this.container = container;
    this.pod = pod;
    this.settings = settings;
    this.environment = new Environment(container.node(), sources);
    this.given = environment.settings();
    this.options = new JavaOptions(settings.javaOptionsVariable(), container.node(), environment);
  }

  PodTemplate.Container container() {
    return container;
  }

  String name() {
    return container.name();
  }

  boolean needsToken() {
    return needsToken;
  }

  boolean needsCertificates() {
    return needsCertificates;
  }

  boolean hasAgent() {
    return options.hasAgent();
  }

  /** Says whether the agent is on an image volume, and not copied to an empty volume. */
  void mountsImage(boolean isImage) {
    mountsImage = isImage;
  }

  /** Returns whether credentials are named for the container. */
  boolean isNamed() {
    return settings.namesCredentials(given);
  }

  /** Returns the sources that the user may not read, and that may name credentials. */
  List<InjectionProblem> unread() {
    return environment.sources().unread().stream()
        .map(
            each ->
                new InjectionProblem(
                        each.message() + "; credentials that it names are not seen", each.node())
                    .in(container))
        .toList();
  }

  /** Looks at everything that may be wrong. */
  void check(WarningConsumer warnings) throws InjectionException {
    pod.requireOwn(container.node(), "the container");
    options.check(pod, warnings);
    if (settings.needsVault(given)) {
      needsToken = asksForToken();
      needsCertificates = settings.needsCertificates(given);
    }
    settings.validate(given, this::setting);
    identity = identity();
    container.requireFree(AddedFields.AGENT_PATH);
    container.requireFree(AddedFields.VAULT_PATH);
  }

  private boolean asksForToken() throws InjectionException {
    try {
      return settings.needsToken(given);
    } catch (InjectionException e) {
      throw e.at(environment.place(Setting.AUTH_METHOD.environmentName()));
    }
  }

  /** Returns where the setting with the name is given in the manifest, or null. */
  private @Nullable YamlNode setting(String name) {
    YamlNode entry = environment.place(name);
    return entry == null ? pod.setting(name) : entry;
  }

  /** Writes it, and records it. */
  void write() throws InjectionException {
    options.write(container, pod);
    ListAdditions lists = new ListAdditions(pod, container.node(), container.name() + ":");
    lists.append("env", variables());
    List<Object> mounts = new ArrayList<>();
    mounts.add(
        mountsImage
            ? AddedFields.imageMount()
            : AddedFields.mount(AddedFields.AGENT, AddedFields.AGENT_PATH));
    if (needsToken || needsCertificates) {
      mounts.add(AddedFields.mount(AddedFields.VAULT, AddedFields.VAULT_PATH));
    }
    lists.append("volumeMounts", mounts);
    lists.write();
  }

  /** Returns the variables of the pod's identity that the container does not have yet. */
  private Map<String, Object> identity() throws InjectionException {
    Set<String> given = new HashSet<>();
    for (String name : PodIdentity.NAMES) {
      if (environment.has(name)
          || environment.sources().find(name, (nowhere, node) -> {}) != null) {
        given.add(name);
      }
    }
    return PodIdentity.variables(given::contains);
  }

  /** The agent cannot see where Kubernetes puts the file, where that is not the usual place. */
  private void addTerminationLog(Map<String, String> values) {
    String path = container.terminationLog();
    String name = Setting.TERMINATION_LOG.environmentName();
    if (path != null
        && !path.isEmpty()
        && !path.equals(Setting.TERMINATION_LOG.defaultText())
        && !given.has(name)) {
      values.putIfAbsent(name, path);
    }
  }

  private List<Object> variables() {
    List<Object> variables = new ArrayList<>();
    String added = options.added();
    if (added != null) {
      pod.record().variable(container.name(), options.name());
      variables.add(AddedFields.mapping("name", options.name(), "value", added));
    }
    Map<String, String> values = new LinkedHashMap<>(settings.variables(given));
    addTerminationLog(values);
    if (needsToken) {
      values.put(Setting.AUTH_TOKEN_FILE.environmentName(), AddedFields.TOKEN_FILE);
    }
    if (needsCertificates) {
      values.put(PodSettings.variable(Setting.VAULT_CACERT), AddedFields.CA_FILE);
    }
    values.forEach(
        (name, value) -> {
          pod.record().variable(container.name(), name);
          variables.add(AddedFields.variable(name, value));
        });
    identity.forEach(
        (name, variable) -> {
          pod.record().variable(container.name(), name);
          variables.add(variable);
        });
    return variables;
  }
}
