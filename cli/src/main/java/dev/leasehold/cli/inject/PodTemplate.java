// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pod template of an object.
 *
 * @param node the mapping with {@code metadata} and {@code spec} of the pod
 * @param spec the pod's spec
 */
record PodTemplate(ManifestObject object, YamlMapping node, YamlMapping spec) {

  /**
   * A container of the pod.
   *
   * @param isInit whether it is an init container
   */
  record Container(String name, YamlMapping node, boolean isInit) {

    /** Throws where something is mounted at the path. */
    void requireFree(String path) throws InjectionException {
      for (YamlNode item : node.items("volumeMounts")) {
        if (item instanceof YamlMapping mount && path.equals(mount.text("mountPath"))) {
          throw new InjectionException("something is mounted at " + path + " already: move it");
        }
      }
    }

    /** Returns where Kubernetes puts the file for the container's termination message, or null. */
    @Nullable String terminationLog() {
      return node.text("terminationMessagePath");
    }

    /** Returns the user that the container's own security context names, or null. */
    @Nullable String user() {
      YamlMapping context = node.mapping("securityContext");
      return context == null ? null : context.text("runAsUser");
    }
  }

  /** Finds the pod template of the object; null where it has none. */
  static @Nullable PodTemplate of(ManifestObject object, List<TemplatePath> paths) {
    for (TemplatePath path : paths) {
      YamlMapping template = path.isFor(object) ? path.template(object) : null;
      YamlMapping spec = template == null ? null : template.mapping("spec");
      if (template != null && spec != null && !spec.items("containers").isEmpty()) {
        return new PodTemplate(object, template, spec);
      }
    }
    return null;
  }

  /** Returns Leasehold's annotations, without their prefix. */
  Map<String, String> annotations() {
    return annotations(Words.PREFIX);
  }

  /** Returns the mapping with all annotations; null where there is none. */
  @Nullable YamlMapping allAnnotations() {
    YamlMapping metadata = node.mapping("metadata");
    return metadata == null ? null : metadata.mapping("annotations");
  }

  /** Returns the annotations with the prefix, without it. */
  Map<String, String> annotations(String prefix) {
    Map<String, String> found = new TreeMap<>();
    YamlMapping annotations = allAnnotations();
    if (annotations != null) {
      for (YamlMapping.Entry entry : annotations.entries()) {
        String name = entry.key().value();
        String value = annotations.text(name);
        if (name.startsWith(prefix)) {
          found.put(name.substring(prefix.length()), value == null ? "" : value);
        }
      }
    }
    return found;
  }

  /** Returns the containers and then the init containers. */
  List<Container> containers() {
    List<Container> containers = new ArrayList<>();
    add(spec.items("containers"), false, containers);
    add(spec.items("initContainers"), true, containers);
    return containers;
  }

  private static void add(List<YamlNode> items, boolean isInit, List<Container> to) {
    for (YamlNode item : items) {
      if (item instanceof YamlMapping mapping) {
        String name = mapping.text("name");
        to.add(new Container(name == null ? "" : name, mapping, isInit));
      }
    }
  }

  /** Returns the name of an operating system that is not Linux, where the pod asks for one. */
  @Nullable String otherSystem() {
    YamlMapping os = spec.mapping("os");
    YamlMapping selector = spec.mapping("nodeSelector");
    String named = os == null ? null : os.text("name");
    String selected = selector == null ? null : selector.text("kubernetes.io/os");
    String system = named == null ? selected : named;
    return system == null || system.equals("linux") ? null : system;
  }

  /** Returns the user of the containers that name none, or null. */
  @Nullable String user() {
    YamlMapping context = spec.mapping("securityContext");
    return context == null ? null : context.text("runAsUser");
  }

  /** Returns whether the pod's containers run as root unless they say otherwise. */
  boolean runsAsRoot() {
    return "0".equals(user());
  }

  /** Returns whether the pod ends by itself, as a Job's does. */
  boolean ends() {
    String policy = spec.text("restartPolicy");
    return object.kind().endsWith("Job") || policy != null && !policy.equals("Always");
  }

  /** Returns whether a list of the pod's spec has an item with the name. */
  boolean has(String list, String name) {
    return spec.items(list).stream()
        .anyMatch(item -> item instanceof YamlMapping mapping && name.equals(mapping.text("name")));
  }
}
