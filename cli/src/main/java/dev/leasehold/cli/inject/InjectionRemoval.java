// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.TextEdits;
import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlRemover;
import dev.leasehold.cli.yaml.YamlScalar;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the additions of {@link PodInjection} out of a pod template. An addition is found by its
 * names, so that other changes made since are no obstacle.
 */
final class InjectionRemoval {

  private static final Set<String> VOLUMES =
      Set.of(AddedFields.AGENT, AddedFields.VAULT, AddedFields.CREDENTIALS, AddedFields.STATE);
  private static final Set<String> CONTAINERS =
      Set.of(AddedFields.AGENT, AddedFields.SIDECAR, AddedFields.INIT);
  private static final String ANNOTATION = PodSettingNames.PREFIX + PodSettingNames.INJECTED;

  private final PodTemplate pod;
  private final InjectionRecord record;
  private final YamlRemover remover;

  private InjectionRemoval(PodTemplate pod, InjectionRecord record, YamlRemover remover) {
    this.pod = pod;
    this.record = record;
    this.remover = remover;
  }

  /** Returns whether the pod template has the record of an injection. */
  static boolean isInjected(PodTemplate pod) {
    return pod.annotations().containsKey(PodSettingNames.INJECTED);
  }

  /** Adds the changes that take an injection back, or none where it cannot be. */
  static void of(PodTemplate pod, String text, TextEdits edits) throws InjectionException {
    prepared(pod, text, new TextEdits()).run();
    prepared(pod, text, edits).run();
  }

  /** Returns why the injection cannot be taken back; null where it can. */
  static @Nullable InjectionException obstacle(PodTemplate pod, String text) {
    try {
      of(pod, text, new TextEdits());
      return null;
    } catch (InjectionException e) {
      return e;
    }
  }

  private static InjectionRemoval prepared(PodTemplate pod, String text, TextEdits edits)
      throws InjectionException {
    return new InjectionRemoval(pod, record(pod), new YamlRemover(text, edits));
  }

  private static InjectionRecord record(PodTemplate pod) throws InjectionException {
    try {
      return InjectionRecord.parse(String.valueOf(pod.annotations().get(PodSettingNames.INJECTED)));
    } catch (InjectionException e) {
      throw e.at(pod.annotation(PodSettingNames.INJECTED));
    }
  }

  private void run() throws InjectionException {
    Map<String, List<String>> variables = record.variables();
    for (PodTemplate.Container container : pod.containers()) {
      List<String> names = variables.get(container.name());
      if (names != null) {
        undo(container, names);
      }
    }
    remove(pod.spec(), "containers", "", CONTAINERS);
    remove(pod.spec(), "initContainers", "", CONTAINERS);
    remove(pod.spec(), "volumes", "", VOLUMES);
    for (PodField field : record.fields()) {
      field.remove(pod.spec(), record, remover);
    }
    undoSwitch();
    undoAnnotation();
  }

  /** A switch that was changed since stays as it is. */
  private void undoSwitch() {
    YamlMapping annotations = pod.allAnnotations();
    YamlMapping.Entry entry =
        annotations == null ? null : annotations.entry(VaultAnnotations.SWITCH);
    String original = record.switchedOff();
    if (original != null
        && entry != null
        && entry.value() instanceof YamlScalar value
        && value.value().equals("false")) {
      remover.restore(value, original);
    }
  }

  private void undo(PodTemplate.Container container, List<String> names) throws InjectionException {
    Set<String> gone = new HashSet<>(names);
    JavaOptions.NAMES.forEach(name -> gone.remove(InheritedName.of(name)));
    Set<String> seen = new HashSet<>();
    for (YamlNode item : container.node().items("env")) {
      String name = item instanceof YamlMapping entry ? changed(entry, names) : null;
      if (name != null && !seen.add(name)) {
        throw new InjectionException(name + " stands in env twice: leave one entry", item)
            .in(container);
      }
      if (name != null && item instanceof YamlMapping entry && !isOursAlone(entry, names)) {
        gone.remove(name);
        removeOption(container, name, entry);
      }
    }
    for (YamlNode item : container.node().items("env")) {
      if (item instanceof YamlMapping entry) {
        undoName(container, entry, names, gone);
      }
    }
    String place = container.name() + ":";
    remove(container.node(), "env", place, gone);
    remove(container.node(), "volumeMounts", place, VOLUMES);
  }

  /** A variable whose reference stays has to stay as well, under the name of the reference. */
  private void undoName(
      PodTemplate.Container container, YamlMapping entry, List<String> names, Set<String> gone)
      throws InjectionException {
    for (String name : JavaOptions.NAMES) {
      String inherited = InheritedName.of(name);
      if (gone.contains(name)
          && names.contains(inherited)
          && inherited.equals(entry.text("name"))
          && !(entry.get("name") instanceof YamlScalar scalar
              && remover.removePrefix(scalar, InheritedName.PREFIX))) {
        InjectionException spelling =
            new InjectionException(
                "the name of variable " + inherited + " is in an unusual spelling: write it out",
                entry);
        throw spelling.in(container);
      }
    }
  }

  /** Returns the variable where it is one of the JVM's options that was added or put into. */
  private static @Nullable String changed(YamlMapping entry, List<String> names) {
    String name = entry.text("name");
    boolean isRecorded = names.contains(name) || names.contains(name + "+");
    return isRecorded && name != null && JavaOptions.NAMES.contains(name) ? name : null;
  }

  /** Whether the variable was added, and nothing was put into its value since. */
  private static boolean isOursAlone(YamlMapping entry, List<String> names) {
    String name = entry.text("name");
    String value = entry.text("value");
    return name != null
        && names.contains(name)
        && value != null
        && value.contains(AddedFields.OPTION)
        && InheritedName.without(value, name).isEmpty()
        && entry.entry("valueFrom") == null;
  }

  /** Takes the option out of a value that has others, which stay. */
  private void removeOption(PodTemplate.Container container, String name, YamlMapping entry)
      throws InjectionException {
    YamlMapping.Entry written = entry.entry("value");
    if (written == null || !(written.value() instanceof YamlScalar value)) {
      return;
    }
    List<String> words = List.of(value.value().strip().split("\\s+", -1));
    if (words.stream().anyMatch(word -> word.startsWith(AddedFields.OPTION + "="))) {
      InjectionException argument =
          new InjectionException(
              name
                  + " gives the agent an argument, which would be lost: write it as annotations "
                  + PodSettingNames.PREFIX
                  + "SETTING, and remove it there",
              entry);
      throw argument.in(container);
    }
    if (words.contains(AddedFields.OPTION) && !remover.removeWord(value, AddedFields.OPTION)) {
      InjectionException spelling =
          new InjectionException(
              name
                  + " has Leasehold's option in an unusual spelling: write "
                  + AddedFields.OPTION
                  + " with spaces around it",
              entry);
      throw spelling.in(container);
    }
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
