// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of the command line, for all documents.
 *
 * @param words values by the names of {@link PodSettingNames} and of settings; an annotation wins
 *     over them
 * @param containers the containers to inject, all where it is empty
 * @param paths pod templates of further kinds
 */
public record InjectOptions(
    Map<String, String> words, Set<String> containers, List<TemplatePath> paths) {

  public InjectOptions {
    words = Map.copyOf(words);
    containers = Set.copyOf(containers);
    paths = List.copyOf(paths);
  }

  /**
   * Returns the options with other words, which win over the earlier words.
   *
   * @param others {@link PodSettingNames#CONTAINERS} names containers here, too
   */
  InjectOptions with(Map<String, String> others) {
    Map<String, String> all = new HashMap<>(words);
    all.putAll(others);
    String names = all.remove(PodSettingNames.CONTAINERS);
    return new InjectOptions(
        all,
        names == null
            ? containers
            : new HashSet<>(Arrays.asList(names.strip().split("\\s*,\\s*", -1))),
        paths);
  }
}
