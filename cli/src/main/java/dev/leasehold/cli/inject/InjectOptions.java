// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was asked for on the command line, for all documents.
 *
 * @param words values by the names of {@link Words} and of settings; an annotation wins over them
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
}
