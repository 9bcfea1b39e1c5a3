// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.house.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages that users read are plain: a sentence is short, and names each thing by a noun. No word
 * stands in the noun's place.
 */
class PageWordsTest {

  private static final Path README = Path.of("README.md");
  private static final Path FOLDER = Path.of("docs");

  /** The most words of a sentence. */
  private static final int WORDS = 25;

  /** The least number of sentences of all pages. */
  private static final int SENTENCES = 5000;

  private static final Pattern PRONOUN =
      Pattern.compile("(?i)\\b(?:what(?:ever)?|who(?:m|ever|mever)?|those|ones)\\b");

  /** Idioms of a number. */
  private static final Pattern IN_TURN =
      Pattern.compile("(?i)\\bone (?:by one|after the other)\\b");

  /** A number has its noun behind it, and neither an article nor an adjective before it. */
  private static final Pattern ONE =
      Pattern.compile(
          "(?i)\\b(?:this|that|these|each|every|any|no|which|such|other) one\\b(?!-)"
              + "|\\b(?:an?|another|the)(?: [\\w-]+)? one\\b(?!-)"
              + "|\\bone\\b(?! [\\w\"]|-)"
              + "|\\bone of (?:an?|any|each|every|another|no)\\b"
              + "|\\bone (?:and|or|but|nor|than|that|whose|which|with|without|to|from|in|into|on|for"
              + "|by|at|as|if|a|an|the|its|is|was|are|be|has|had|can|may|must|does|did|will|would"
              + "|after|before|until|while|where|when|because|so|about|per|not|more|again|too|also"
              + "|only|then|there|under|over|each|away|back|out|off|now|still|that)\\b");

  static Stream<Path> pages() throws IOException {
    return Repository.files(name -> name.endsWith(".md")).stream()
        .filter(file -> file.equals(README) || FOLDER.equals(file.getParent()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hasShortSentences(Path page) throws IOException {
    assertThat(sentences(page, PageWordsTest::isLong)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesThingsByNouns(Path page) throws IOException {
    assertThat(sentences(page, PageWordsTest::lacksANoun)).isEmpty();
  }

  @Test
  void readsEachPage() throws IOException {
    int sentences = 0;
    for (Path page : pages().toList()) {
      List<String> read = sentences(page, sentence -> true);
      assertThat(read).as(page.toString()).isNotEmpty();
      sentences += read.size();
    }
    assertThat(sentences).isGreaterThan(SENTENCES);
  }

  private static List<String> sentences(Path page, Predicate<String> which) throws IOException {
    return PageText.sentences(Repository.read(page)).stream().filter(which).toList();
  }

  private static boolean isLong(String sentence) {
    return Stream.of(sentence.split(" ", -1)).filter(word -> word.matches(".*\\w.*")).count()
        > WORDS;
  }

  private static boolean lacksANoun(String sentence) {
    return PRONOUN.matcher(sentence).find()
        || ONE.matcher(IN_TURN.matcher(sentence).replaceAll("in turn")).find();
  }

  @Test
  void findsWordsInPlaceOfANoun() {
    assertThat(
            List.of(
                "Check what writes it.",
                "It is for those of a pool.",
                "Whoever asks gets it.",
                "New ones follow.",
                "The old role and the new one.",
                "The new one goes.",
                "A pool needs one.",
                "A pool with one (as a rule).",
                "One that stays takes one login.",
                "A lease, or one of a pod.",
                "Give another one with an option."))
        .allMatch(PageWordsTest::lacksANoun);
    assertThat(
            List.of(
                "A lease whose end is near is one lease.",
                "One of the two has one-way traffic.",
                "They go one by one.",
                "One \"quoted\" word."))
        .noneMatch(PageWordsTest::lacksANoun);
  }

  @Test
  void readsSentencesAsTheyAreShown() {
    String page =
        """
        # A heading
        A link to [a page](a.md#b c) has `two words`
        in it. pages.md follows. **Bold.** Next
        - An item. It ends
          here
        1. One (as told.) Two
        <!-- what is unseen -->
        | head | `a|b` |
        |---|---|
        | A cell. Another | <a id="x"></a> |

        ```sh
        what is code
        ```
        """;
    assertThat(PageText.sentences(page))
        .containsExactly(
            "A heading",
            "A link to a page has Code in it.",
            "pages.md follows.",
            "Bold.",
            "Next",
            "An item.",
            "It ends here",
            "One (as told.)",
            "Two",
            "head",
            "Code",
            "A cell.",
            "Another");
  }

  @Test
  void countsWords() {
    String longest = "a ".repeat(WORDS - 1);
    assertThat(isLong(longest + "- b")).isFalse();
    assertThat(isLong(longest + "- b c")).isTrue();
  }
}
