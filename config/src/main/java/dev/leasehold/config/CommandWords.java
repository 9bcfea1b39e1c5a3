// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command into words at spaces. Text between quotes, single or double, is one word;
 * nothing else has a meaning, as no shell reads it.
 */
final class CommandWords {

  private CommandWords() {}

  /**
   * Returns the words.
   *
   * @throws IllegalArgumentException when a quote is not closed or there is no word
   */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (c != ' ') {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("the quote " + quote + " is not closed; close it");
    }
    if (inWord) {
      words.add(word.toString());
    }
    if (words.isEmpty() || words.get(0).trim().isEmpty()) {
      throw new IllegalArgumentException("names no program; write the program first");
    }
    return words;
  }
}
