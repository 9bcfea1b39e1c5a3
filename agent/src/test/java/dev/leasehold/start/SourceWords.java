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

  /** Fewer words in a row are in many sentences. */
  private static final int ROW = 3;

  private static final Pattern MARKS = Pattern.compile("(?<!\\S)[,;:.()\"]+|[,;:.()\"]+(?!\\S)");

  private final Set<String> rows = new HashSet<>();
  private final Set<String> edges = new HashSet<>();

  /**
   * Reads texts.
   *
   * @param texts each with its end; a value within a text ends it, too
   */
  SourceWords(String texts) {
    texts.replace("{}", "\n").replace(SourceMessages.VALUE, '\n').lines().forEach(this::add);
  }

  private void add(String text) {
    List<String> words = words(text);
    for (int at = 0; at < words.size(); at++) {
      if (at + ROW <= words.size()) {
        rows.add(row(words, at, at + ROW));
      }
      edges.add(row(words, 0, at + 1));
      edges.add(row(words, at, words.size()));
    }
  }

  /**
   * Returns whether each word of a part of a quote is in one text with two words beside it. Words
   * next to a value may be the beginning or the end of a text.
   */
  boolean have(String part) {
    List<String> words = words(part);
    BitSet found = new BitSet();
    for (int at = 0; at + ROW <= words.size(); at++) {
      if (rows.contains(row(words, at, at + ROW))) {
        found.set(at, at + ROW);
      }
    }
    int from = words.size() < ROW ? words.size() : found.nextClearBit(0);
    while (from < words.size()) {
      int next = found.nextSetBit(from);
      int to = next < 0 ? words.size() : next;
      if (!areEdges(words.subList(from, to))) {
        return false;
      }
      from = found.nextClearBit(to);
    }
    return true;
  }

  /** Returns whether words are beginnings and ends of texts, one after the other. */
  private boolean areEdges(List<String> words) {
    int from = 0;
    while (from < words.size()) {
      int to = words.size();
      while (to > from && !edges.contains(row(words, from, to))) {
        to--;
      }
      if (to == from) {
        return false;
      }
      from = to;
    }
    return true;
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
