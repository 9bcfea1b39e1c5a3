// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ConfigMaps and Secrets that the variables of one pod may come from. They are the input's, and
 * a cluster's where the input lacks them.
 *
 * @param objects ConfigMaps and Secrets of the input
 * @param cluster null where no cluster is to be asked
 * @param namespace the pod's; null where its manifest names none
 */
record VariableSources(
    List<ManifestObject> objects, @Nullable ClusterObjects cluster, @Nullable String namespace) {

  /**
   * Returns the values of an object by their keys; null where it is nowhere.
   *
   * @param kind {@code ConfigMap} or {@code Secret}
   * @param reference the node that refers to the object
   * @throws InjectionException when the cluster has it, and the user may not read it
   */
  @Nullable Map<String, String> values(String kind, String name, YamlNode reference)
      throws InjectionException {
    Map<String, String> values = null;
    for (ManifestObject object : objects) {
      if (object.kind().equals(kind) && name.equals(object.name()) && isReachable(object)) {
        values = values == null ? new HashMap<>() : values;
        add(object, values);
      }
    }
    return values == null && cluster != null ? asked(cluster, kind, name, reference) : values;
  }

  private @Nullable Map<String, String> asked(
      ClusterObjects asked, String kind, String name, YamlNode reference)
      throws InjectionException {
    try {
      return asked.values(kind, namespace, name);
    } catch (InjectionException e) {
      throw e.at(reference);
    } catch (ClusterException e) {
      throw e.at(reference);
    }
  }

  /**
   * A pod sees objects of its own namespace only. A manifest may leave either to the user that
   * applies it.
   */
  private boolean isReachable(ManifestObject object) {
    String of = object.namespace();
    return namespace == null || of == null || namespace.equals(of);
  }

  /** Returns where the objects were looked for, for messages. */
  String place() {
    return cluster == null ? "not in the input" : "neither in the input nor in the cluster";
  }

  /** The kubelet makes no variable of {@code binaryData}. */
  private static void add(ManifestObject object, Map<String, String> values) {
    boolean isSecret = object.kind().equals("Secret");
    for (String place : List.of("data", "stringData")) {
      YamlMapping keys = object.node().mapping(place);
      for (YamlMapping.Entry entry : keys == null ? List.<YamlMapping.Entry>of() : keys.entries()) {
        String key = entry.key().value();
        String text = keys == null ? null : keys.text(key);
        String value = text == null ? "" : text;
        values.put(key, isSecret && place.equals("data") ? decoded(value) : value);
      }
    }
  }

  private static String decoded(String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return base64; // The API server will refuse it.
    }
  }
}
