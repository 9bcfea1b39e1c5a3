// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leasehold's and Vault's variables that a container has already.
 *
 * @param known the variables whose values are in the manifest, as the container gets them
 * @param unknown names of the variables whose values come from elsewhere
 */
record GivenVariables(Map<String, String> known, Set<String> unknown) {

  /** The variables of a container that has none. */
  static final GivenVariables NONE = new GivenVariables(Map.of(), Set.of());

  GivenVariables {
    known = Map.copyOf(known);
    unknown = Set.copyOf(unknown);
  }

  boolean has(String name) {
    return known.containsKey(name) || unknown.contains(name);
  }

  boolean isUnknown(String name) {
    return unknown.contains(name);
  }

  /** Returns the value, empty where it is not known; null where there is no such variable. */
  @Nullable String value(String name) {
    return unknown.contains(name) ? "" : known.get(name);
  }
}
