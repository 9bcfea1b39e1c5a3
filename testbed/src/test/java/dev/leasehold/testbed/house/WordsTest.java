// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Check what writes it.",
        "\"those",
        "Whatever comes, those stay.",
        "Whoever asks gets it.",
        "A role of whom it is.",
        "It is for whomever.",
        "the old ones"
      })
  void findsPronouns(String text) {
    assertThat(Words.hasPronoun(text)).isTrue();
    assertThat(Words.lacksANoun(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The old role and the new one.",
        "The new one goes.",
        "get a new one; retry",
        "a retired one goes",
        "leave one",
        "one that",
        "A pool needs one.",
        "A pool with one (as a rule).",
        "One that stays takes one login.",
        "A lease, or one of a pod.",
        "Give another one with an option.",
        "it has one of its own",
        "not one to send it to",
        "Each one counts.",
        "whether the one before waits",
        "where one waits",
        "It rejects this one, or one more."
      })
  void findsNumbersWithoutTheirNoun(String text) {
    assertThat(Words.hasPronoun(text)).isFalse();
    assertThat(Words.lacksANoun(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a user who may list pods",
        "A lease whose end is near is one lease.",
        "One of the two has one-way traffic.",
        "They go one by one.",
        "it rises by one",
        "One \"quoted\" word.",
        "one <value>",
        "at most one binding",
        "its one argument, and this one account",
        "one thread takes one more connection",
        "the first one or two parameters",
        "in one class or process of one Vault's",
        "everyone"
      })
  void leavesNouns(String text) {
    assertThat(Words.lacksANoun(text)).isFalse();
  }

  @Test
  void endsASentenceBeforeItsNext() {
    assertThat(Words.sentences("It is, e.g. A. (So.) pages.md is a.b. - \"Next\" no. end\nb"))
        .containsExactly("It is, e.g. A.", "(So.)", "pages.md is a.b. - \"Next\" no. end", "b");
    assertThat(Words.sentences("It ends. - \n")).containsExactly("It ends. - ");
    assertThat(Words.sentences("-\n!")).isEmpty();
  }

  @Test
  void countsWords() {
    String longest = "a ".repeat(Words.MOST - 1);
    assertThat(Words.isLong(longest + "- b")).isFalse();
    assertThat(Words.isLong(longest + "- b c")).isTrue();
  }
}
