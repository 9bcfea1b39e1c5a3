// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import static dev.leasehold.cli.inject.AddedFields.OPTION;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The change of the variable from which a container's JVM reads its options. A value of the
 * container's own list gets the option. A value from elsewhere is referred to by a variable that is
 * added: {@code $(NAME) -javaagent:...}, which the kubelet expands. For one thread.
 */
final class JavaOptions {

  /** Each JVM reads it, from Java 5 on. */
  static final String TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";

  /** The program {@code java} reads it, from Java 9 on, after the other variable. */
  static final String JDK_OPTIONS = "JDK_JAVA_OPTIONS";

  /** The variables that the option may be in. */
  static final List<String> NAMES = List.of(TOOL_OPTIONS, JDK_OPTIONS);

  /** Java 8 takes no notice of a longer JAVA_TOOL_OPTIONS, and says nothing. */
  private static final int JAVA_8_LIMIT = 1024;

  private static final String OTHER_AGENT = "-javaagent:";

  /** A reference to options that are not known, among which another agent may be. */
  private static final Pattern UNKNOWN = Pattern.compile("(?<!\\S)\\$\\([^)]*\\)(?!\\S)");

  /** The jar in any folder, with any version in its name. */
  private static final Pattern AGENT =
      Pattern.compile("-javaagent:\\S*leasehold-agent[^/\\s]*\\.jar");

  private final String name;
  private final YamlMapping container;
  private final Environment environment;
  private String added = OPTION;
  private @Nullable YamlScalar value;

  private boolean isBeforeValue;
  private @Nullable YamlScalar renamed;

  JavaOptions(String name, YamlMapping container, Environment environment) {
    this.name = name;
    this.container = container;
    this.environment = environment;
  }

  /** Returns the variable. */
  String name() {
    return name;
  }

  /** Returns whether the container has the agent already, in any variable or argument. */
  boolean hasAgent() {
    return Stream.concat(
            NAMES.stream().map(environment::known),
            Stream.of("command", "args").map(this::arguments))
        .anyMatch(known -> AGENT.matcher(known).find());
  }

  private String arguments(String list) {
    StringBuilder arguments = new StringBuilder();
    for (YamlNode item : container.items(list)) {
      arguments.append(item instanceof YamlScalar scalar ? scalar.value() : "").append(' ');
    }
    return arguments.toString();
  }

  /**
   * Looks for the value that the option is put into, or that is referred to.
   *
   * @throws InjectionException when there is no place for the option, or the variable is not one of
   *     {@link #NAMES}
   */
  void check(PodEdits pod, WarningConsumer warnings) throws InjectionException {
    if (!NAMES.contains(name)) {
      throw new InjectionException(
          "annotation or option "
              + PodSettingNames.JAVA_OPTIONS_VARIABLE
              + " is neither "
              + String.join(" nor ", NAMES),
          pod.annotation(PodSettingNames.JAVA_OPTIONS_VARIABLE));
    }
    if (name.equals(JDK_OPTIONS) && environment.known(TOOL_OPTIONS).contains(OTHER_AGENT)) {
      warnings.accept(
          "another agent is in " + TOOL_OPTIONS + ", which a JVM reads before " + JDK_OPTIONS,
          environment.entry(TOOL_OPTIONS));
    }
    YamlMapping entry = environment.entry(name);
    YamlMapping from = entry == null ? null : entry.mapping("valueFrom");
    EnvironmentSources.EnvironmentSource source = source(entry == null, warnings);
    if (entry == null) {
      referToSource(source, warnings);
    } else if (from == null) {
      takeValue(entry, pod, warnings);
    } else {
      referToEntry(entry, from, pod, warnings);
    }
  }

  private void takeValue(YamlMapping entry, PodEdits pod, WarningConsumer warnings)
      throws InjectionException {
    YamlNode written = pod.own(entry, "value");
    if (!(written instanceof YamlScalar scalar)
        || scalar.value().isBlank() && !isEmptyText(scalar)) {
      throw new InjectionException(name + " has no value: remove it or give it a value", entry);
    }
    if (scalar.anchor() != null) {
      throw new InjectionException(
          "the value of " + name + " has the anchor &" + scalar.anchor() + ": write it out",
          scalar);
    }
    value = scalar;
    String expanded = environment.known(name);
    isBeforeValue = expanded.contains(OTHER_AGENT) || UNKNOWN.matcher(expanded).find();
    warn(expanded, scalar, warnings);
  }

  private static boolean isEmptyText(YamlScalar scalar) {
    return scalar.style() == YamlScalar.Style.QUOTED && scalar.value().isEmpty();
  }

  /**
   * Returns the source of the variable beside the container's own list; null where none is known.
   */
  private EnvironmentSources.@Nullable EnvironmentSource source(
      boolean isAdded, WarningConsumer warnings) throws InjectionException {
    List<InjectionProblem> nowhere = new ArrayList<>();
    EnvironmentSources.EnvironmentSource source =
        environment
            .sources()
            .find(name, (problem, node) -> nowhere.add(new InjectionProblem(problem, node)));
    String lost = isAdded && source == null ? "a " + name + " or a setting" : "a setting";
    nowhere.forEach(
        each -> warnings.accept(each.message() + "; " + lost + " in it is replaced", each.node()));
    return source;
  }

  /**
   * The kubelet has the variables of {@code envFrom} before it expands the variables of {@code
   * env}.
   */
  private void referToSource(
      EnvironmentSources.@Nullable EnvironmentSource source, WarningConsumer warnings)
      throws InjectionException {
    if (source == null) {
      return;
    }
    if (source.isOptional()) {
      throw optional(source.title() + " (envFrom)", source.node());
    }
    refer(name, source.value(), source.node(), warnings);
  }

  /** The entry gets another name, and stands before the entry that refers to it. */
  private void referToEntry(
      YamlMapping entry, YamlMapping from, PodEdits pod, WarningConsumer warnings)
      throws InjectionException {
    for (YamlMapping.Entry reference : from.entries()) {
      if (from.get(reference.key().value()) instanceof YamlMapping mapping
          && EnvironmentSources.isOptional(mapping)) {
        throw optional("elsewhere (valueFrom)", entry);
      }
    }
    String other = environment.referringTo(name);
    if (other != null) {
      throw new InjectionException(
          "variable "
              + other
              + " refers to $("
              + name
              + "), which comes from elsewhere (valueFrom): refer to that value itself",
          entry);
    }
    if (environment.has(InheritedName.of(name))) {
      throw new InjectionException(
          "variable " + InheritedName.of(name) + " is there already: give it another name", entry);
    }
    renamed = pod.own(entry, "name") instanceof YamlScalar scalar ? scalar : null;
    refer(InheritedName.of(name), environment.value(entry), entry, warnings);
  }

  private InjectionException optional(String source, YamlMapping node) {
    return new InjectionException(
        name
            + " comes from "
            + source
            + ", which is optional. Without it, the kubelet leaves $(...) as it is, and no JVM"
            + " starts with that: write the value into env",
        node);
  }

  /** Where the value is not known, another agent may be in it. */
  private void refer(
      String variable, @Nullable String known, YamlNode node, WarningConsumer warnings) {
    String reference = "$(" + variable + ")";
    boolean isFirst = known == null || known.contains(OTHER_AGENT);
    added = isFirst ? OPTION + " " + reference : reference + " " + OPTION;
    warn(known == null ? "" : known, node, warnings);
  }

  private void warn(String known, YamlNode node, WarningConsumer warnings) {
    if (known.contains(OTHER_AGENT)) {
      warnings.accept("another agent is there; Leasehold's is put before it", node);
    }
    boolean isForJava8 = name.equals(TOOL_OPTIONS);
    if (isForJava8 && known.length() + OPTION.length() + 1 > JAVA_8_LIMIT) {
      warnings.accept(
          name + " is longer than " + JAVA_8_LIMIT + " characters; Java 8 ignores it", node);
    }
  }

  /** Returns the value of the variable to add; null where the container's list has a value. */
  @Nullable String added() {
    return value == null ? added : null;
  }

  /** Puts the option into the value, or renames the entry. */
  void write(PodTemplate.Container of, PodEdits pod) throws InjectionException {
    if (renamed != null) {
      if (!pod.inserter().prefix(renamed, InheritedName.PREFIX)) {
        throw new InjectionException(
            "the name of variable " + name + " is written in an unusual way: write it out",
            renamed);
      }
      pod.record().variable(of.name(), InheritedName.of(name));
    }
    if (value == null) {
      return;
    }
    if (isBeforeValue) {
      pod.inserter().prependWord(value, OPTION);
    } else {
      pod.inserter().appendWord(value, OPTION);
    }
    pod.record().variable(of.name(), name + "+");
  }
}
