// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import java.util.Locale;

/** The formats that a client takes (RFC 9110, section 12.5): values with a weight. */
final class AcceptHeader {

  private AcceptHeader() {}

  /**
   * Returns the greatest weight of a value, from 0 to 1; 0 where it is not named.
   *
   * @param parameter a parameter that has to have the value, if it is there; as in {@code
   *     version=1.0.0}
   */
  static double weight(String header, String value, String parameter) {
    double greatest = 0;
    for (String part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] words = part.split(";", -1);
      if (words[0].trim().equals(value) && allows(words, parameter)) {
        greatest = Math.max(greatest, weight(words));
      }
    }
    return greatest;
  }

  static double weight(String header, String value) {
    return weight(header, value, "");
  }

  private static boolean allows(String[] words, String parameter) {
    int equals = parameter.indexOf('=');
    for (int i = 1; equals > 0 && i < words.length; i++) {
      String word = words[i].trim().replace("\"", "");
      if (word.startsWith(parameter.substring(0, equals + 1)) && !word.equals(parameter)) {
        return false;
      }
    }
    return true;
  }

  private static double weight(String[] words) {
    for (int i = 1; i < words.length; i++) {
      String word = words[i].trim();
      if (word.startsWith("q=")) {
        try {
          double weight = Double.parseDouble(word.substring("q=".length()));
          return weight >= 0 && weight <= 1 ? weight : 0;
        } catch (NumberFormatException malformed) {
          return 0;
        }
      }
    }
    return 1;
  }
}
