// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules of plain words, for messages, pages and Javadoc: a sentence is short, and names each
 * thing by a noun. No word stands in the noun's place.
 */
public final class Words {

  /** The most words of a sentence. */
  public static final int MOST = 25;

  /** A user is a person, and may have a person's pronoun. */
  private static final Pattern PRONOUN =
      Pattern.compile("(?i)\\b(?:what(?:ever)?|(?<!user )who|whom|who(?:m)?ever|those|ones)\\b");

  /** Idioms of a number. */
  private static final Pattern IN_TURN =
      Pattern.compile("(?i)\\bone (?:by one|after (?:an|the )other)\\b");

  /** Words that are no nouns; among them verbs, by their last letter. */
  private static final String NO_NOUN =
      "(?:a|about|after|again|also|an|and|are|as|at|away|back|be|because|before|but|by|can|did"
          + "|does|each|for|from|ha[ds]|have|if|i[ns]|into|its?|may|more|must|n?or|not|now|off|on"
          + "|only|out|over|per|so|still|than|that|the|then|there|to|too|under|unless|until|was"
          + "|were|when|where|which|while|whose?|will|with|without|would|\\w+[^\\Waisu]s(?!'))";

  /** It is a number where a noun follows, or the whole that it is a part of. */
  private static final Pattern ONE =
      Pattern.compile(
          "(?i)\\b(?:any|each|every|no|other|such) one\\b(?!-)"
              + "|\\b(?:another|an?)(?: [\\w-]+)? one\\b(?!-)"
              + "|\\b(?:its|the|their) [\\w-]+ one\\b(?!-| or two )"
              + "|\\bone of (?:an?|another|any|each|every|no|(?:its|their) own)\\b"
              + ("|(?<!\\bby )\\bone\\b(?!-| or two | (?:more )?(?!" + NO_NOUN + "\\b)[\\w\"<`])"));

  /** A sentence may begin with the name of a page, which is in lower case. */
  private static final Pattern SENTENCE_END =
      Pattern.compile(
          "(?<=[.!?][\"')]{0,2})(?<!e\\.g\\.|i\\.e\\.)\\s+"
              + "(?=[\"'(]*(?:[\\p{Lu}\\d`]|[\\w/-]+\\.md\\b))|\\n");

  private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

  private Words() {}

  /** Returns the sentences of a text. Each line of the text ends a sentence. */
  public static Stream<String> sentences(String text) {
    return SENTENCE_END.splitAsStream(text).filter(sentence -> WORD.matcher(sentence).find());
  }

  /** Returns whether a sentence has more words than {@link #MOST}. A sign alone is no word. */
  public static boolean isLong(String sentence) {
    return WORD.matcher(sentence).results().count() > MOST;
  }

  /** Returns whether a pronoun stands in the place of a noun. */
  public static boolean hasPronoun(String text) {
    return PRONOUN.matcher(text).find();
  }

  /** Returns whether a pronoun, or a number without its noun, stands in the place of a noun. */
  public static boolean lacksANoun(String text) {
    return hasPronoun(text) || ONE.matcher(IN_TURN.matcher(text).replaceAll("in turn")).find();
  }
}
