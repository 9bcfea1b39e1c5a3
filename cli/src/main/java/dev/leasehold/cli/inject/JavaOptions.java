// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import static dev.leasehold.cli.inject.Added.OPTION;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlScalar;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What happens to the variable of a container that a JVM reads its options from. */
final class JavaOptions {

  /** Each JVM reads it, from Java 5 on. */
  static final String TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";

  /** The program {@code java} reads it, from Java 9 on, after the other one. */
  static final String JDK_OPTIONS = "JDK_JAVA_OPTIONS";

  /** The variables that the option may be in. */
  static final List<String> NAMES = List.of(TOOL_OPTIONS, JDK_OPTIONS);

  /** Java 8 takes no notice of a longer JAVA_TOOL_OPTIONS, and says nothing. */
  private static final int JAVA_8_LIMIT = 1024;

  private static final String OTHER_AGENT = "-javaagent:";

  /** Whatever folder the jar is in, and whatever version its name has. */
  private static final Pattern AGENT =
      Pattern.compile("-javaagent:\\S*leasehold-agent[^/\\s]*\\.jar");

  private final String name;
  private final @Nullable YamlScalar value;
  private final String toolOptions;
  private final boolean isByHand;

  private JavaOptions(
      String name, @Nullable YamlScalar value, String toolOptions, boolean isByHand) {
    this.name = name;
    this.value = value;
    this.toolOptions = toolOptions;
    this.isByHand = isByHand;
  }

  /**
   * Finds the value that the option can be put into.
   *
   * @throws InjectionException when the value is not in the container's manifest, or the variable
   *     is not one of {@link #NAMES}
   */
  static JavaOptions of(String name, Environment environment, PodEdits pod)
      throws InjectionException {
    if (!NAMES.contains(name)) {
      throw new InjectionException(
          "annotation or option "
              + Words.JAVA_OPTIONS_VARIABLE
              + " is neither "
              + String.join(" nor ", NAMES),
          pod.annotation(Words.JAVA_OPTIONS_VARIABLE));
    }
    boolean isByHand =
        NAMES.stream().anyMatch(each -> AGENT.matcher(environment.written(each)).find());
    return new JavaOptions(
        name, value(name, environment, pod), environment.written(TOOL_OPTIONS), isByHand);
  }

  private static @Nullable YamlScalar value(String name, Environment environment, PodEdits pod)
      throws InjectionException {
    YamlMapping entry = environment.entry(name);
    if (entry == null) {
      return null;
    }
    if (entry.entry("valueFrom") != null) {
      throw new InjectionException(
          name
              + " comes from elsewhere (valueFrom): write its value out, or give that value"
              + " another name and write $(NAME) into "
              + name,
          entry);
    }
    YamlNode value = pod.own(entry, "value");
    if (!(value instanceof YamlScalar scalar) || scalar.value().isBlank() && !isEmptyText(scalar)) {
      throw new InjectionException(name + " has no value: remove it or give it one", entry);
    }
    if (scalar.anchor() != null) {
      throw new InjectionException(
          "the value of " + name + " has the anchor &" + scalar.anchor() + ": write it out",
          scalar);
    }
    return scalar;
  }

  private static boolean isEmptyText(YamlScalar scalar) {
    return scalar.style() == YamlScalar.Style.QUOTED && scalar.value().isEmpty();
  }

  /** Returns the variable. */
  String name() {
    return name;
  }

  /** Returns whether the container has the agent already, in whatever variable. */
  boolean hasAgent() {
    return isByHand;
  }

  /** Returns whether the container's manifest has the variable. */
  boolean isThere() {
    return value != null;
  }

  /** Puts the option into the value: before other agents, else at its end. */
  void write(PodEdits pod) {
    if (value == null) {
      return;
    }
    if (value.value().contains(OTHER_AGENT)) {
      pod.inserter().prependWord(value, OPTION);
    } else {
      pod.inserter().appendWord(value, OPTION);
    }
  }

  /** Says what a reader should know. */
  void warn(Environment environment, WarningConsumer warnings) throws InjectionException {
    if (name.equals(JDK_OPTIONS) && toolOptions.contains(OTHER_AGENT)) {
      warnings.accept(
          "another agent is in " + TOOL_OPTIONS + ", which a JVM reads before " + JDK_OPTIONS,
          environment.first(TOOL_OPTIONS));
    }
    if (value != null) {
      if (value.value().contains(OTHER_AGENT)) {
        warnings.accept("another agent is there; Leasehold's is put before it", value);
      }
      boolean isForJava8 = name.equals(TOOL_OPTIONS);
      if (isForJava8 && value.value().length() + OPTION.length() + 1 > JAVA_8_LIMIT) {
        warnings.accept(
            name + " is longer than " + JAVA_8_LIMIT + " characters; Java 8 ignores it", value);
      }
      return;
    }
    Environment.EnvironmentSource source =
        environment.source(
            name,
            (nowhere, node) ->
                warnings.accept(nowhere + "; a " + name + " in it is replaced", node));
    if (source != null) {
      throw new InjectionException(
          name
              + " comes from "
              + source.title()
              + " (envFrom), which a variable of the container would replace: write the value into"
              + " env",
          source.node());
    }
  }
}
