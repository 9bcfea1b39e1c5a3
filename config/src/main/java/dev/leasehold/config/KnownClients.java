// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringTokenizer;

/** The clients without JDBC that {@link KnownDrivers} lists. */
public final class KnownClients {

  private KnownClients() {}

  /** Returns their names, as a sentence has them. */
  public static String sentence() {
    List<String> names = names();
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** Returns their names. */
  public static List<String> names() {
    return words("client=");
  }

  /** Returns the beginnings of the internal names of their classes. */
  public static List<String> packages() {
    return words("package=");
  }

  private static List<String> words(String key) {
    List<String> found = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(KnownDrivers.LIST, " \n");
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (word.startsWith(key)) {
        found.add(word.substring(key.length()));
      }
    }
    return Collections.unmodifiableList(found);
  }
}
