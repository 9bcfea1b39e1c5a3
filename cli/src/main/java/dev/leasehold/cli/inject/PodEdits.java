// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.TextEdits;
import dev.leasehold.cli.yaml.YamlAlias;
import dev.leasehold.cli.yaml.YamlInserter;
import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlScalar;
import dev.leasehold.cli.yaml.YamlStyle;
import dev.leasehold.config.Setting;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes of one pod, and the record of them. For one thread. */
final class PodEdits {

  private static final String METADATA = "metadata";
  private static final String ANNOTATIONS = "annotations";

  private final PodTemplate pod;
  private final String text;
  private final YamlInserter inserter;
  private final InjectionRecord record = new InjectionRecord();

  PodEdits(PodTemplate pod, String text, TextEdits edits) {
    this.pod = pod;
    this.text = text;
    YamlMapping.Entry spec = pod.node().entry("spec");
    YamlMapping.Entry containers = pod.spec().entry("containers");
    if (spec == null || containers == null) {
      throw new IllegalArgumentException("no pod template: " + pod.object().title());
    }
    YamlStyle style = YamlStyle.of(text, spec, containers);
    this.inserter = new YamlInserter(text, style, edits);
  }

  /** Returns the pod's annotation of Leasehold's with the name, without its prefix, or null. */
  @Nullable YamlNode annotation(String name) {
    return pod.annotation(name);
  }

  /** Returns the pod's annotation of the setting, such as {@code leasehold.margin}, or null. */
  @Nullable YamlNode setting(String name) {
    return name.startsWith(Setting.PREFIX)
        ? annotation(name.substring(Setting.PREFIX.length()))
        : null;
  }

  YamlInserter inserter() {
    return inserter;
  }

  InjectionRecord record() {
    return record;
  }

  /** Returns the text of a null, as it is written. */
  String textOf(YamlScalar nothing) {
    return text.substring(nothing.start(), nothing.end());
  }

  /**
   * Returns the value of the key, or null.
   *
   * @throws InjectionException when a change of it would change another place as well
   */
  @Nullable YamlNode own(YamlMapping mapping, String key) throws InjectionException {
    YamlMapping.Entry entry = mapping.entry(key);
    if (entry == null && mapping.merges(key)) {
      throw new InjectionException(
          key + " comes from a merge key (<<): write it out, as a list of its own would replace it",
          mapping);
    }
    if (entry == null) {
      return null;
    }
    requireOwn(entry.value(), key);
    return entry.value();
  }

  /** Throws where the node stands at several places. */
  void requireOwn(YamlNode node, String name) throws InjectionException {
    if (node instanceof YamlAlias alias) {
      throw new InjectionException(
          name + " is the alias *" + alias.name() + ": write it out, as others share it", node);
    }
    String anchor = pod.object().document().sharedBy(node);
    if (anchor != null) {
      throw new InjectionException(
          name + " is shared through the anchor &" + anchor + ": write out the aliases of it",
          node);
    }
  }

  /** Looks at the mappings above the record's annotation, and records where they are empty. */
  void prepareAnnotation() throws InjectionException {
    YamlNode metadata = own(pod.node(), METADATA);
    noteEmpty(METADATA, metadata);
    if (metadata instanceof YamlMapping mapping) {
      noteEmpty(ANNOTATIONS, own(mapping, ANNOTATIONS));
    }
  }

  /**
   * Says false in an annotation that says true, and records its value.
   *
   * @throws InjectionException when its value is shared, or written in an unusual way
   */
  void turnOff(String annotation) throws InjectionException {
    YamlMapping annotations = pod.allAnnotations();
    YamlNode value = annotations == null ? null : own(annotations, annotation);
    if (!(value instanceof YamlScalar scalar)
        || scalar.anchor() != null
        || !record.turnedOff(textOf(scalar))) {
      throw new InjectionException(
          "the value of " + annotation + " is written in an unusual way: write \"true\"", value);
    }
    inserter.replace(scalar, InjectionRecord.OFF);
  }

  private void noteEmpty(String key, @Nullable YamlNode value) throws InjectionException {
    if (value instanceof YamlScalar scalar && scalar.isNull()) {
      record.original(key, textOf(scalar));
    } else if (value instanceof YamlMapping mapping && mapping.entries().isEmpty()) {
      record.original(key, "{}");
    } else if (value != null && !(value instanceof YamlMapping)) {
      throw new InjectionException(key + " is not a mapping: make it a mapping", value);
    }
  }

  /** Writes the record's annotation; the last of the changes. */
  void writeAnnotation() {
    Map<String, Object> annotation =
        Map.of(PodSettingNames.PREFIX + PodSettingNames.INJECTED, record.text());
    YamlMapping.Entry metadata = pod.node().entry(METADATA);
    if (metadata == null) {
      inserter.put(pod.node(), METADATA, Map.of(ANNOTATIONS, annotation));
    } else if (metadata.value() instanceof YamlScalar nothing) {
      Object all = Map.of(ANNOTATIONS, annotation);
      inserter.fill(pod.node().isFlow(), nothing, all, metadata.key().start());
    } else if (metadata.value() instanceof YamlMapping mapping) {
      writeInto(mapping, annotation);
    }
  }

  private void writeInto(YamlMapping metadata, Map<String, Object> annotation) {
    YamlMapping.Entry entry = metadata.entry(ANNOTATIONS);
    if (entry == null) {
      inserter.put(metadata, ANNOTATIONS, annotation);
    } else if (entry.value() instanceof YamlScalar nothing) {
      inserter.fill(metadata.isFlow(), nothing, annotation, entry.key().start());
    } else if (entry.value() instanceof YamlMapping mapping) {
      annotation.forEach((name, value) -> inserter.put(mapping, name, value));
    }
  }
}
