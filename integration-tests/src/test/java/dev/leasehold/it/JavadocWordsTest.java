// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sentence of Javadoc has at most 25 words, and names things by nouns. A list item, a cell of a
 * table and the text of a tag count as sentences. An inline tag counts as one word.
 */
class JavadocWordsTest {

  private static final int MOST_WORDS = 25;

  /** A user is a person, who may be spoken of so. */
  private static final Pattern PRONOUN =
      Pattern.compile("(?i)\\b(?:what|whatever|those|whoever|whom|(?<!user )who)\\b");

  private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*(.*?)\\*/");
  private static final Pattern LINE_BEGIN = Pattern.compile("(?m)^ *\\*");

  private static final Pattern CODE_BLOCK = Pattern.compile("(?s)<pre>.*?</pre>");
  private static final Pattern LABELLED_LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+[^\\s{}]+\\s+([^{}]+)}");
  private static final Pattern INLINE_TAG = Pattern.compile("\\{@(?:[^{}]|\\{[^{}]*})*}");

  private static final Pattern BLOCK_END =
      Pattern.compile(
          "</?(?:p|li|[uo]l|table|t[rdh]|h\\d)\\b[^>]*>|\\s\\|\\s|\\n\\s*\\n|\\n\\s*(?=@\\w)");

  private static final Pattern BLOCK_TAG =
      Pattern.compile("^@(?:param\\s+\\S+|throws\\s+\\S+|\\w+)\\s*");

  private static final Pattern SENTENCE_END =
      Pattern.compile("(?<=[.?!][\"')]{0,2})(?<!e\\.g\\.|i\\.e\\.)\\s+");

  private static final Pattern WORD = Pattern.compile("\\S*\\w\\S*");

  @ParameterizedTest
  @ValueSource(
      strings = {"agent", "audit", "bootstrap", "cli", "config", "lease", "sidecar-image", "vault"})
  void hasShortSentencesAndNouns(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
      List<String> sentences =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(file -> sentences(read(file)).map(text -> file.getFileName() + ": " + text))
              .toList();
      assertThat(sentences).hasSizeGreaterThan(80);
      assertThat(sentences).filteredOn(text -> isBad(text.split(": ", 2)[1])).isEmpty();
    }
  }

  @Test
  void readsJavadocAlone() {
    assertThat(sentences("// What? /* Who? */ String s; /** Returns it. */ int a;"))
        .containsExactly("Returns it.");
  }

  @Test
  void endsASentenceWithItsBlock() {
    assertThat(
            sentences(
                """
                /**
                 * Returns it, e.g. {@code a. b} of {@link Some#thing some
                 * thing} ("so."). Again.
                 *
                 * <ul>
                 *   <li>A cell | and another
                 * </ul>
                 *
                 * <pre>{@code
                 * what.is();
                 * }</pre>
                 *
                 * @param it the thing
                 * @throws Bad when it fails
                 * @return a thing
                 */
                """))
        .containsExactly(
            "Returns it, e.g. X of some thing (\"so.\").",
            "Again.",
            "A cell",
            "and another",
            "the thing",
            "when it fails",
            "a thing");
  }

  @Test
  void findsPronounsAndLongSentences() {
    assertThat(isBad("Returns what it is.")).isTrue();
    assertThat(isBad("Whatever comes, those stay.")).isTrue();
    assertThat(isBad("A user who may list pods.")).isFalse();
    assertThat(isBad("word ".repeat(MOST_WORDS) + "- .")).isFalse();
    assertThat(isBad("word ".repeat(MOST_WORDS) + "more.")).isTrue();
  }

  private static boolean isBad(String sentence) {
    return PRONOUN.matcher(sentence).find()
        || WORD.matcher(sentence).results().count() > MOST_WORDS;
  }

  private static Stream<String> sentences(String source) {
    return JAVADOC
        .matcher(source)
        .results()
        .map(JavadocWordsTest::text)
        .flatMap(BLOCK_END::splitAsStream)
        .map(block -> BLOCK_TAG.matcher(block.strip()).replaceFirst(""))
        .flatMap(SENTENCE_END::splitAsStream)
        .map(sentence -> sentence.strip().replaceAll("\\s+", " "))
        .filter(sentence -> WORD.matcher(sentence).find());
  }

  /** Returns a comment's text, with a letter in place of each inline tag. */
  private static String text(MatchResult comment) {
    String text = LINE_BEGIN.matcher(comment.group(1)).replaceAll("");
    text = CODE_BLOCK.matcher(text).replaceAll("<p>");
    text = LABELLED_LINK.matcher(text).replaceAll("$1");
    return INLINE_TAG.matcher(text).replaceAll("X");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
