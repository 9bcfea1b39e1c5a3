// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlMapping;
import dev.leasehold.cli.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Volumes with files for their owner alone. A pod's {@code fsGroup} lets the group read them, too
 * (k8s.io/kubernetes, pkg/volume/volume_linux.go).
 */
final class OwnersFiles {

  private static final int GROUP = 0070;

  private OwnersFiles() {}

  /** Returns the names of the pod's volumes that have such files. */
  static Set<String> in(YamlMapping spec) {
    Set<String> names = new TreeSet<>();
    for (YamlNode item : spec.items("volumes")) {
      if (item instanceof YamlMapping volume && volume.text("name") != null && isOne(volume)) {
        names.add(String.valueOf(volume.text("name")));
      }
    }
    return names;
  }

  private static boolean isOne(YamlMapping volume) {
    List<YamlMapping> places = new ArrayList<>();
    add(volume.mapping("secret"), places);
    YamlMapping projected = volume.mapping("projected");
    if (projected != null) {
      places.add(projected);
      for (YamlNode source : projected.items("sources")) {
        add(source instanceof YamlMapping mapping ? mapping.mapping("secret") : null, places);
      }
    }
    return places.stream().anyMatch(each -> closes(each.text("defaultMode")) || closesAnItem(each));
  }

  private static void add(@Nullable YamlMapping place, List<YamlMapping> to) {
    if (place != null) {
      to.add(place);
    }
  }

  private static boolean closesAnItem(YamlMapping place) {
    return place.items("items").stream()
        .anyMatch(item -> item instanceof YamlMapping mapping && closes(mapping.text("mode")));
  }

  /** Modes are octal in YAML where they begin with a zero, and decimal in JSON. */
  private static boolean closes(@Nullable String mode) {
    if (mode == null || !mode.matches("(0o?)?[0-9]{1,4}")) {
      return false;
    }
    boolean octal = mode.startsWith("0") && mode.matches("0o?[0-7]+");
    int bits = octal ? Integer.parseInt(mode.replace("o", ""), 8) : Integer.parseInt(mode);
    return (bits & GROUP) == 0;
  }
}
