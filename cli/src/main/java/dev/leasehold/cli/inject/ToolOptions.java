// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import static dev.leasehold.cli.inject.Added.OPTION;
import static dev.leasehold.cli.inject.Added.TOOL_OPTIONS;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlScalar;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What happens to a container's {@code JAVA_TOOL_OPTIONS}. */
final class ToolOptions {

  /** Java 8 takes no notice of a longer value, and says nothing. */
  private static final int JAVA_8_LIMIT = 1024;

  private static final String OTHER_AGENT = "-javaagent:";

  /** Whatever folder the jar is in, and whatever version its name has. */
  private static final Pattern AGENT =
      Pattern.compile("-javaagent:\\S*leasehold-agent[^/\\s]*\\.jar");

  private final @Nullable YamlScalar value;

  private ToolOptions(@Nullable YamlScalar value) {
    this.value = value;
  }

  /**
   * Finds the value that the option can be put into.
   *
   * @throws InjectionException when it is not in the container's manifest
   */
  static ToolOptions of(Environment environment, PodEdits pod) throws InjectionException {
    YamlMapping entry = environment.entry(TOOL_OPTIONS);
    if (entry == null) {
      return new ToolOptions(null);
    }
    if (entry.entry("valueFrom") != null) {
      throw new InjectionException(
          TOOL_OPTIONS
              + " comes from elsewhere (valueFrom): write its value out, or give that value"
              + " another name and write $(NAME) into "
              + TOOL_OPTIONS);
    }
    YamlNode value = pod.own(entry, "value");
    if (!(value instanceof YamlScalar scalar) || scalar.value().isBlank() && !isEmptyText(scalar)) {
      throw new InjectionException(TOOL_OPTIONS + " has no value: remove it or give it one");
    }
    if (scalar.anchor() != null) {
      throw new InjectionException(
          "the value of "
              + TOOL_OPTIONS
              + " has the anchor &"
              + scalar.anchor()
              + ": write it out");
    }
    return new ToolOptions(scalar);
  }

  private static boolean isEmptyText(YamlScalar scalar) {
    return scalar.style() == YamlScalar.Style.QUOTED && scalar.value().isEmpty();
  }

  /** Returns whether the container has the agent already. */
  boolean hasAgent() {
    return value != null && AGENT.matcher(value.value()).find();
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
  void warn(Environment environment, List<ManifestObject> others, Consumer<String> warnings)
      throws InjectionException {
    if (value != null) {
      if (value.value().contains(OTHER_AGENT)) {
        warnings.accept("another agent is there; Leasehold's is put before it");
      }
      if (value.value().length() + OPTION.length() + 1 > JAVA_8_LIMIT) {
        warnings.accept(
            TOOL_OPTIONS + " is longer than " + JAVA_8_LIMIT + " characters; Java 8 ignores it");
      }
      return;
    }
    for (Environment.EnvironmentSource source : environment.sources()) {
      List<ManifestObject> found = others.stream().filter(source::is).toList();
      if (found.stream().anyMatch(object -> source.gives(object, TOOL_OPTIONS))) {
        throw new InjectionException(
            TOOL_OPTIONS
                + " comes from "
                + source.title()
                + " (envFrom), which a variable of the container would replace: write the value into"
                + " env");
      }
      if (found.isEmpty()) {
        warnings.accept(
            source.title()
                + " (envFrom) is not in the input; a "
                + TOOL_OPTIONS
                + " in it is replaced");
      }
    }
  }
}
