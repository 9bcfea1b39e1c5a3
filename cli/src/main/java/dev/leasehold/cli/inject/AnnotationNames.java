// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.config.EditDistance;
import dev.leasehold.config.Setting;
import java.util.Set;
import java.util.TreeSet;

/** Finds annotations of Leasehold's that would count for nothing. */
final class AnnotationNames {

  private static final Set<String> NAMES = names();

  private AnnotationNames() {}

  private static Set<String> names() {
    Set<String> names = new TreeSet<>(PodSettingNames.OWN);
    for (Setting setting : Setting.values()) {
      names.add(setting.key());
    }
    return names;
  }

  /**
   * Looks at the annotations of the pod template, and at the annotations of the object that it is
   * in.
   *
   * @throws InjectionException for a misspelt annotation of {@link PodSettingNames}, and for an
   *     annotation that is not on the template. Settings are validated with their values
   */
  static void check(PodTemplate pod) throws InjectionException {
    for (String name : pod.annotations().keySet()) {
      String meant = EditDistance.nearest(name, NAMES);
      if (meant != null && PodSettingNames.OWN.contains(meant) && !isSetting(name)) {
        throw new InjectionException(
            "annotation "
                + PodSettingNames.PREFIX
                + name
                + " is unknown; did you mean "
                + PodSettingNames.PREFIX
                + meant
                + "?",
            pod.annotation(name));
      }
    }
    checkObject(pod);
  }

  /** Returns whether it is one of Leasehold's names, also with that of a binding before it. */
  private static boolean isSetting(String name) {
    return NAMES.stream().anyMatch(known -> name.equals(known) || name.endsWith("." + known));
  }

  private static void checkObject(PodTemplate pod) throws InjectionException {
    YamlMapping metadata = pod.object().node().mapping("metadata");
    YamlMapping annotations = metadata == null ? null : metadata.mapping("annotations");
    if (annotations == null) {
      return;
    }
    for (YamlMapping.Entry entry : annotations.entries()) {
      String name = entry.key().value();
      if (name.startsWith(PodSettingNames.PREFIX) && pod.anyAnnotation(name) == null) {
        throw new InjectionException(
            "annotation "
                + name
                + " is on the object, where it counts for nothing: move it to the pod template",
            entry.value());
      }
    }
  }
}
