// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Variables that name the pod of a process, by Kubernetes' downward API. The agent and the sidecar
 * can then say which pod they are in.
 */
final class PodIdentity {

  private static final Map<String, String> FIELDS = fields();

  /** The names of the variables. */
  static final Set<String> NAMES = FIELDS.keySet();

  private PodIdentity() {}

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("POD_NAME", "metadata.name");
    fields.put("POD_UID", "metadata.uid");
    fields.put("POD_NAMESPACE", "metadata.namespace");
    fields.put("NODE_NAME", "spec.nodeName");
    return fields;
  }

  /** Returns the variables by name, as items of {@code env}, except variables that are there. */
  static Map<String, Object> variables(Predicate<String> isThere) {
    Map<String, Object> variables = new LinkedHashMap<>();
    FIELDS.forEach(
        (name, path) -> {
          if (!isThere.test(name)) {
            Object field = Map.of("fieldRef", Map.of("fieldPath", path));
            variables.put(name, AddedFields.mapping("name", name, "valueFrom", field));
          }
        });
    return variables;
  }

  /** Returns all variables, as items of {@code env}. */
  static List<Object> all() {
    return new ArrayList<>(variables(name -> false).values());
  }
}
