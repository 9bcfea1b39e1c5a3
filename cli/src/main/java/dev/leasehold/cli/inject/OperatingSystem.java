// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlScalar;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields in which a pod names the operating system that its node must have. */
final class OperatingSystem {

  private static final String LINUX = "linux";

  /** The label of nodes, and its name before Kubernetes 1.14. */
  private static final Set<String> LABELS = Set.of("kubernetes.io/os", "beta.kubernetes.io/os");

  private OperatingSystem() {}

  /** Returns where the pod's spec asks for a system that is not Linux, or null. */
  static @Nullable YamlScalar other(YamlMapping spec) {
    YamlMapping os = spec.mapping("os");
    YamlNode named = os == null ? null : os.get("name");
    if (named != null) {
      return other(named);
    }
    YamlMapping selector = spec.mapping("nodeSelector");
    for (String label : LABELS) {
      YamlScalar selected = selector == null ? null : other(selector.get(label));
      if (selected != null) {
        return selected;
      }
    }
    return requiredByAffinity(spec);
  }

  private static @Nullable YamlScalar other(@Nullable YamlNode system) {
    return system instanceof YamlScalar scalar && !scalar.isNull() && !scalar.value().equals(LINUX)
        ? scalar
        : null;
  }

  /** A node has to meet one of the terms, so that Linux will do where one of them allows it. */
  private static @Nullable YamlScalar requiredByAffinity(YamlMapping spec) {
    YamlMapping affinity = spec.mapping("affinity");
    YamlMapping node = affinity == null ? null : affinity.mapping("nodeAffinity");
    YamlMapping required =
        node == null ? null : node.mapping("requiredDuringSchedulingIgnoredDuringExecution");
    YamlScalar found = null;
    for (YamlNode term :
        required == null ? List.<YamlNode>of() : required.items("nodeSelectorTerms")) {
      YamlScalar system = term instanceof YamlMapping mapping ? requiredBy(mapping) : null;
      if (system == null) {
        return null;
      }
      found = found == null ? system : found;
    }
    return found;
  }

  private static @Nullable YamlScalar requiredBy(YamlMapping term) {
    return term.items("matchExpressions").stream()
        .filter(item -> item instanceof YamlMapping)
        .map(item -> requiredByExpression((YamlMapping) item))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable YamlScalar requiredByExpression(YamlMapping expression) {
    List<YamlNode> values = expression.items("values");
    boolean isRequired =
        LABELS.contains(String.valueOf(expression.text("key")))
            && "In".equals(expression.text("operator"))
            && !values.isEmpty()
            && values.stream().allMatch(value -> other(value) != null);
    return isRequired ? other(values.get(0)) : null;
  }
}
