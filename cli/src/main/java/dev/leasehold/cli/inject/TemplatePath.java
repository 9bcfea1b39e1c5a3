// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of the pod template in objects of a kind: the mapping with {@code metadata} and {@code
 * spec} of the pod.
 *
 * @param group the API group, empty for the core; null for any
 * @param kind the kind
 * @param keys the keys that lead to the template; none where the object is itself a pod
 */
public record TemplatePath(@Nullable String group, String kind, List<String> keys) {

  private static final List<String> TEMPLATE = List.of("spec", "template");

  /**
   * The known kinds: Kubernetes' own, and custom resources whose pod template is a {@code
   * PodTemplateSpec}. An object may have several.
   */
  static final List<TemplatePath> KNOWN =
      List.of(
          new TemplatePath("", "Pod", List.of()),
          new TemplatePath("", "PodTemplate", List.of("template")),
          new TemplatePath("", "ReplicationController", TEMPLATE),
          new TemplatePath("apps", "Deployment", TEMPLATE),
          new TemplatePath("apps", "StatefulSet", TEMPLATE),
          new TemplatePath("apps", "DaemonSet", TEMPLATE),
          new TemplatePath("apps", "ReplicaSet", TEMPLATE),
          new TemplatePath("batch", "Job", TEMPLATE),
          new TemplatePath("batch", "CronJob", List.of("spec", "jobTemplate", "spec", "template")),
          new TemplatePath("apps.openshift.io", "DeploymentConfig", TEMPLATE),
          new TemplatePath("argoproj.io", "Rollout", TEMPLATE),
          new TemplatePath("serving.knative.dev", "Service", TEMPLATE),
          new TemplatePath("serving.knative.dev", "Configuration", TEMPLATE),
          new TemplatePath("keda.sh", "ScaledJob", List.of("spec", "jobTargetRef", "template")),
          new TemplatePath("apps.kruise.io", "CloneSet", TEMPLATE),
          new TemplatePath("apps.kruise.io", "StatefulSet", TEMPLATE),
          new TemplatePath("apps.kruise.io", "DaemonSet", TEMPLATE),
          new TemplatePath("apps.kruise.io", "BroadcastJob", TEMPLATE),
          new TemplatePath("flink.apache.org", "FlinkDeployment", List.of("spec", "podTemplate")),
          spark("SparkApplication", "spec", "driver"),
          spark("SparkApplication", "spec", "executor"),
          spark("ScheduledSparkApplication", "spec", "template", "driver"),
          spark("ScheduledSparkApplication", "spec", "template", "executor"));

  private static TemplatePath spark(String kind, String... process) {
    List<String> keys = new ArrayList<>(List.of(process));
    keys.add("template");
    return new TemplatePath("sparkoperator.k8s.io", kind, keys);
  }

  public TemplatePath {
    keys = List.copyOf(keys);
  }

  /**
   * Reads {@code Kind=path} or {@code group/Kind=path}, as in {@code
   * sparkoperator.k8s.io/SparkApplication=spec.driver.template}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static TemplatePath parse(String text) {
    int equals = text.indexOf('=');
    int slash = text.lastIndexOf('/', equals);
    String kind = equals < 0 ? "" : text.substring(slash + 1, equals);
    List<String> keys = split(text.substring(equals + 1));
    if (kind.isBlank() || keys.contains("")) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no template path; write Kind=path.to.template, or"
              + " group/Kind=path.to.template");
    }
    return new TemplatePath(slash < 0 ? null : text.substring(0, slash), kind, keys);
  }

  private static List<String> split(String path) {
    List<String> keys = new ArrayList<>();
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      keys.add(path.substring(from, dot));
      from = dot + 1;
    }
    keys.add(path.substring(from));
    return keys;
  }

  boolean isFor(ManifestObject object) {
    return object.kind().equals(kind) && (group == null || group.equals(object.group()));
  }

  /** Returns the template of the object, or null. */
  @Nullable YamlMapping template(ManifestObject object) {
    YamlMapping node = object.node();
    for (String key : keys) {
      node = node == null ? null : node.mapping(key);
    }
    return node;
  }
}
