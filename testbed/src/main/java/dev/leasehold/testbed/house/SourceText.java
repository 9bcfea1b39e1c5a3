// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text in a Java source, put together from literals and values.
 *
 * @param source its class
 * @param words with a character for each value, and marks around each choice of two texts
 */
public record SourceText(String source, String words) {

  /** Stands for a part that is known when the program runs. */
  static final char VALUE = '\0';

  static final char EITHER = '\1';
  static final char OR = '\2';
  static final char END = '\3';

  private static final Pattern MARK = Pattern.compile("[\0\1\2\3]");

  /** A choice without another choice in it. */
  private static final Pattern CHOICE = Pattern.compile("\1([^\1\2\3]*)\2([^\1\2\3]*)\3");

  /** Returns the words that each such text has, in their order. */
  public List<String> parts() {
    return List.of(MARK.split(words));
  }

  /** Returns each text that the choices can make; a value is {@code <value>} in it. */
  public Stream<String> variants() {
    Matcher choice = CHOICE.matcher(words);
    return choice.find()
        ? Stream.of(1, 2).map(branch -> with(choice, branch)).flatMap(SourceText::variants)
        : Stream.of(MARK.matcher(words).replaceAll("<value>"));
  }

  private SourceText with(Matcher choice, int branch) {
    return new SourceText(
        source,
        words.substring(0, choice.start()) + choice.group(branch) + words.substring(choice.end()));
  }

  @Override
  public String toString() {
    return source + ": " + MARK.matcher(words).replaceAll("<>");
  }
}
