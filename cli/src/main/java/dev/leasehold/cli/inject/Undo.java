// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.TextEdits;
import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlRemover;
import dev.leasehold.cli.yaml.YamlScalar;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of a pod template what {@link PodInjection} has put in. What was added is found by its
 * names, so that other changes made since are no obstacle.
 */
final class Undo {

  private static final Set<String> VOLUMES = Set.of(Added.AGENT, Added.VAULT);
  private static final String ANNOTATION = Words.PREFIX + Words.INJECTED;

  private final PodTemplate pod;
  private final InjectionRecord record;
  private final YamlRemover remover;

  private Undo(PodTemplate pod, InjectionRecord record, YamlRemover remover) {
    this.pod = pod;
    this.record = record;
    this.remover = remover;
  }

  /** Returns whether the pod template has the record of an injection. */
  static boolean isInjected(PodTemplate pod) {
    return pod.annotations().containsKey(Words.INJECTED);
  }

  /** Adds the changes that take an injection back. */
  static void of(PodTemplate pod, String text, TextEdits edits) throws InjectionException {
    String annotation = String.valueOf(pod.annotations().get(Words.INJECTED));
    new Undo(pod, InjectionRecord.parse(annotation), new YamlRemover(text, edits)).run();
  }

  private void run() {
    Map<String, List<String>> variables = record.variables();
    for (PodTemplate.Container container : pod.containers()) {
      List<String> names = variables.get(container.name());
      if (names != null) {
        undo(container, names);
      }
    }
    remove(pod.spec(), "initContainers", "", Set.of(Added.AGENT));
    remove(pod.spec(), "volumes", "", VOLUMES);
    undoAnnotation();
  }

  private void undo(PodTemplate.Container container, List<String> names) {
    if (names.contains(Added.TOOL_OPTIONS + "+")) {
      for (YamlNode item : container.node().items("env")) {
        if (item instanceof YamlMapping entry
            && Added.TOOL_OPTIONS.equals(entry.text("name"))
            && entry.get("value") instanceof YamlScalar value) {
          remover.removeWord(value, Added.OPTION);
        }
      }
    }
    String place = container.name() + ":";
    remove(container.node(), "env", place, Set.copyOf(names));
    remove(container.node(), "volumeMounts", place, VOLUMES);
  }

  private void remove(YamlMapping parent, String key, String place, Set<String> names) {
    remover.removeItems(
        parent,
        key,
        record.original(place + key),
        item -> item instanceof YamlMapping mapping && names.contains(nameOf(mapping)));
  }

  private static String nameOf(YamlMapping mapping) {
    String name = mapping.text("name");
    return name == null ? "" : name;
  }

  private void undoAnnotation() {
    YamlMapping metadata = pod.node().mapping("metadata");
    YamlMapping annotations = metadata == null ? null : metadata.mapping("annotations");
    if (metadata == null || annotations == null) {
      return;
    }
    String original = record.original("annotations");
    if (annotations.entries().size() == 1 && original == null) {
      remover.removeKeys(
          pod.node(), "metadata", record.original("metadata"), "annotations"::equals);
    } else {
      remover.removeKeys(metadata, "annotations", original, ANNOTATION::equals);
    }
  }
}
