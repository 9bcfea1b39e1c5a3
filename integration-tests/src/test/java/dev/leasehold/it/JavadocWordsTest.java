// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.house.Repository;
import dev.leasehold.testbed.house.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A sentence of Javadoc is short, and names each thing by a noun, also in sources of tests. A list
 * item, a cell of a table and the text of a tag count as sentences. An inline tag counts as one
 * word.
 */
class JavadocWordsTest {

  private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*(?!/)(.*?)\\*/");
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

  private static Stream<String> modules() throws IOException {
    return sources().map(file -> file.getName(0).toString()).distinct();
  }

  private static Stream<Path> sources() throws IOException {
    return Repository.files(name -> name.endsWith(".java")).stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void hasShortSentencesThatNameThings(String module) throws IOException {
    List<String> found = new ArrayList<>();
    int read = 0;
    for (Path file : sources().filter(source -> source.startsWith(module)).toList()) {
      List<String> sentences = sentences(Repository.read(file)).toList();
      read += sentences.size();
      sentences.stream()
          .filter(JavadocWordsTest::isBad)
          .forEach(sentence -> found.add(file.getFileName() + ": " + sentence));
    }
    assertThat(read).isGreaterThan(80);
    assertThat(found).isEmpty();
  }

  @Test
  void readsJavadocAlone() {
    assertThat(sentences("// What? /* Who? */ /**/ String s; /** Returns it. */ int a;"))
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
  void findsMissingNounsAndLongSentences() {
    assertThat(isBad("Returns what it is.")).isTrue();
    assertThat(isBad("Makes one.")).isTrue();
    assertThat(isBad("word ".repeat(Words.MOST) + "- .")).isFalse();
    assertThat(isBad("word ".repeat(Words.MOST) + "more.")).isTrue();
  }

  private static boolean isBad(String sentence) {
    return Words.lacksANoun(sentence) || Words.isLong(sentence);
  }

  private static Stream<String> sentences(String source) {
    return JAVADOC
        .matcher(source)
        .results()
        .map(JavadocWordsTest::text)
        .flatMap(BLOCK_END::splitAsStream)
        .map(block -> BLOCK_TAG.matcher(block.strip()).replaceFirst(""))
        .map(block -> block.strip().replaceAll("\\s+", " "))
        .flatMap(Words::sentences);
  }

  /** Returns a comment's text, with a letter in place of each inline tag. */
  private static String text(MatchResult comment) {
    String text = LINE_BEGIN.matcher(comment.group(1)).replaceAll("");
    text = CODE_BLOCK.matcher(text).replaceAll("<p>");
    text = LABELLED_LINK.matcher(text).replaceAll("$1");
    return INLINE_TAG.matcher(text).replaceAll("X");
  }
}
