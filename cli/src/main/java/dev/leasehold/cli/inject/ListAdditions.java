// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.cli.yaml.YamlScalar;
import dev.leasehold.cli.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.List;

/** Items for the lists of one mapping, such as a container's variables. For one thread. */
final class ListAdditions {

  private record Addition(String key, List<?> items, boolean first) {}

  private final PodEdits pod;
  private final YamlMapping parent;
  private final String place;
  private final List<Addition> additions = new ArrayList<>();

  /**
   * Makes additions to the mapping.
   *
   * @param place the text before a list's key in the record
   */
  ListAdditions(PodEdits pod, YamlMapping parent, String place) {
    this.pod = pod;
    this.parent = parent;
    this.place = place;
  }

  /** Adds items to the end of the list that is the value of the key. */
  void append(String key, List<?> items) throws InjectionException {
    add(new Addition(key, items, false));
  }

  /** Adds an item to the begin of the list that is the value of the key. */
  void prepend(String key, Object item) throws InjectionException {
    add(new Addition(key, List.of(item), true));
  }

  private void add(Addition addition) throws InjectionException {
    if (addition.items.isEmpty()) {
      return;
    }
    YamlNode value = pod.own(parent, addition.key);
    if (value instanceof YamlScalar scalar && scalar.isNull()) {
      pod.record().original(place + addition.key, pod.textOf(scalar));
    } else if (value instanceof YamlSequence sequence && sequence.items().isEmpty()) {
      pod.record().original(place + addition.key, "[]");
    } else if (value != null && !(value instanceof YamlSequence)) {
      throw new InjectionException(addition.key + " is not a list: make it a list", value);
    }
    additions.add(addition);
  }

  /**
   * Writes all. An item of an existing list comes before a new key that may have the same place.
   */
  void write() {
    for (Addition addition : additions) {
      YamlMapping.Entry entry = parent.entry(addition.key);
      if (entry != null) {
        grow(entry, addition);
      }
    }
    for (Addition addition : additions) {
      if (parent.entry(addition.key) == null) {
        pod.inserter().put(parent, addition.key, addition.items);
      }
    }
  }

  private void grow(YamlMapping.Entry entry, Addition addition) {
    if (entry.value() instanceof YamlSequence sequence) {
      if (addition.first) {
        pod.inserter().prepend(entry, sequence, addition.items.get(0));
      } else {
        pod.inserter().append(sequence, addition.items);
      }
    } else if (entry.value() instanceof YamlScalar nothing) {
      pod.inserter().fill(parent.isFlow(), nothing, addition.items, entry.key().start());
    }
  }
}
