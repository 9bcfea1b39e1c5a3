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
 * @param title how messages name it: the object, and the path where the object has several
 * @param node the mapping with {@code metadata} and {@code spec} of the pod
 * @param spec the pod's spec
 */
record PodTemplate(ManifestObject object, String title, YamlMapping node, YamlMapping spec) {

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
          throw new InjectionException(
              "something is mounted at " + path + " already: move it", mount);
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

  /** Finds the pod templates of the object: the templates that have containers. */
  static List<PodTemplate> of(ManifestObject object, List<TemplatePath> paths) {
    List<PodTemplate> pods = new ArrayList<>();
    for (TemplatePath path : paths) {
      YamlMapping template = path.isFor(object) ? path.template(object) : null;
      YamlMapping spec = template == null ? null : template.mapping("spec");
      if (template != null
          && spec != null
          && !spec.items("containers").isEmpty()
          && pods.stream().noneMatch(pod -> pod.node.equals(template))) {
        pods.add(new PodTemplate(object, object.title(), template, spec));
      }
    }
    return pods.size() == 1 ? pods : pods.stream().map(PodTemplate::withPathInTitle).toList();
  }

  private PodTemplate withPathInTitle() {
    return new PodTemplate(object, title + " " + object.place(node).path(), node, spec);
  }

  /** Returns the annotation of Leasehold's with the name, without its prefix; null for none. */
  @Nullable YamlNode annotation(String name) {
    return anyAnnotation(PodSettingNames.PREFIX + name);
  }

  /** Returns the annotation with the whole name; null for none. */
  @Nullable YamlNode anyAnnotation(String name) {
    YamlMapping annotations = allAnnotations();
    YamlMapping.Entry entry = annotations == null ? null : annotations.entry(name);
    return entry == null ? null : entry.value();
  }

  /** Returns the item of a list of the pod's spec with the name, or null. */
  @Nullable YamlNode item(String list, String name) {
    return spec.items(list).stream()
        .filter(item -> item instanceof YamlMapping mapping && name.equals(mapping.text("name")))
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns the report's finding about a problem; its place is the template unless it has a place.
   */
  InjectionFinding finding(InjectionFinding.ReportSeverity severity, InjectionProblem problem) {
    YamlNode at = problem.node() == null ? node : problem.node();
    return new InjectionFinding(severity, problem.message(), object.place(at));
  }

  /** Returns the report of a pod that cannot be changed. */
  DocumentReport failure(InjectionException e) {
    List<InjectionFinding> errors =
        e.problems().stream()
            .map(problem -> finding(InjectionFinding.ReportSeverity.ERROR, problem))
            .toList();
    return new DocumentReport(
        title, object.place(), DocumentReport.Status.FAILED, "", errors, null);
  }

  /** Returns Leasehold's annotations, without their prefix. */
  Map<String, String> annotations() {
    return annotations(PodSettingNames.PREFIX);
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

  /** Returns the user of the containers that name none, or null. */
  @Nullable String user() {
    YamlMapping context = spec.mapping("securityContext");
    return context == null ? null : context.text("runAsUser");
  }

  /** Returns whether the pod's containers run as root unless they say otherwise. */
  boolean runsAsRoot() {
    return "0".equals(user());
  }

  /** Returns whether the pod ends by itself, as that of a Job or of Spark does. */
  boolean ends() {
    String policy = spec.text("restartPolicy");
    boolean isJob = object.kind().endsWith("Job") || object.kind().endsWith("SparkApplication");
    return isJob || policy != null && !policy.equals("Always");
  }
}
