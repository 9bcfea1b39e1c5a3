// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the entrance that woven code names. */
public final class Entrances {

  private Entrances() {}

  /** Returns what the application asks for; null when the call is nobody's. */
  public static @Nullable ConnectionRequest read(
      Map<String, Entrance> entrances,
      String name,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second) {
    Entrance entrance = entrances.get(name);
    if (entrance == null) {
      throw new IllegalStateException("woven for " + name + ", which is not known");
    }
    return entrance.request(target, first, second);
  }
}
