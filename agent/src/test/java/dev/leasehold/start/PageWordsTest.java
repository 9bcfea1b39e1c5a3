// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.house.Repository;
import dev.leasehold.testbed.house.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
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

  /** The least number of sentences of all pages. */
  private static final int SENTENCES = 5000;

  static Stream<Path> pages() throws IOException {
    return Repository.files(name -> name.endsWith(".md")).stream()
        .filter(file -> file.equals(README) || FOLDER.equals(file.getParent()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hasShortSentences(Path page) throws IOException {
    assertThat(sentences(page, Words::isLong)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesThingsByNouns(Path page) throws IOException {
    assertThat(sentences(page, Words::lacksANoun)).isEmpty();
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
}
