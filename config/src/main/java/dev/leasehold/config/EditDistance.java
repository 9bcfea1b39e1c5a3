// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The distance of a name from a known name, by Levenshtein's measure. */
public final class EditDistance {

  private EditDistance() {}

  /** Returns the nearest candidate, the first of several; null when none shares half of it. */
  public static @Nullable String nearest(String name, Collection<String> candidates) {
    String nearest = null;
    int least = name.length() / 2;
    for (String candidate : candidates) {
      int distance = between(name, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  static int between(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
