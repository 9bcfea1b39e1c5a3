// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.collection;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Sets of values that are known when the code is written; {@code Set.of} is Java 9's. */
public final class FixedSet {

  private FixedSet() {}

  /** Returns an immutable set of these. */
  @SafeVarargs
  public static <T> Set<T> of(T... values) {
    return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(values)));
  }
}
