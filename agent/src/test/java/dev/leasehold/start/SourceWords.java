// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of the texts in sources, in their order, to look up a quote. */
final class SourceWords {

  /** Fewer words are in many sentences. */
  private static final int ENOUGH = 3;

  private static final Pattern MARKS = Pattern.compile("(?<!\\S)[,;:.()\"]+|[,;:.()\"]+(?!\\S)");

  private final StringBuilder texts = new StringBuilder();
  private final Set<String> whole = new HashSet<>();
  private final Set<String> beginnings = new HashSet<>();
  private final Set<String> ends = new HashSet<>();

  /**
   * Reads texts.
   *
   * @param texts each with its end; a value within a text ends it, too
   */
  SourceWords(Stream<String> texts) {
    texts.flatMap(String::lines).forEach(this::add);
  }

  private void add(String text) {
    List<String> words = words(text);
    int count = words.size();
    if (whole.add(row(words, 0, count))) {
      texts.append(' ').append(row(words, 0, count)).append(" \n");
      for (int at = 0; at < count; at++) {
        beginnings.add(row(words, 0, at + 1));
        ends.add(row(words, at, count));
      }
    }
  }

  /**
   * Returns whether a part of a quote stands in one text, or is put together from texts. These are
   * the end of a text, whole texts, and the beginning of a text.
   */
  boolean have(String part) {
    List<String> words = words(part);
    int count = words.size();
    if (count < ENOUGH || texts.indexOf(" " + row(words, 0, count) + " ") >= 0) {
      return true;
    }
    BitSet seams = new BitSet();
    for (int at = 1; at < count; at++) {
      int to = at;
      seams.set(
          at,
          ends.contains(row(words, 0, to))
              || seams.stream().anyMatch(from -> whole.contains(row(words, from, to))));
    }
    return seams.stream().anyMatch(from -> beginnings.contains(row(words, from, count)));
  }

  private static String row(List<String> words, int from, int to) {
    return String.join(" ", words.subList(from, to));
  }

  private static List<String> words(String text) {
    return Stream.of(MARKS.matcher(text).replaceAll("").split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
