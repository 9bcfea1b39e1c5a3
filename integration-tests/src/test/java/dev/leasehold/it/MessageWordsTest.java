// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.house.Repository;
import dev.leasehold.testbed.house.SourceMessages;
import dev.leasehold.testbed.house.SourceText;
import dev.leasehold.testbed.house.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A text that users read names the thing that it is about, and has no pronoun in its place. So do
 * the comments in which the agent's parts agree on their work.
 */
class MessageWordsTest {

  private static final Pattern NAME = Pattern.compile("<[^<>]*>");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern SQL = Pattern.compile("\\bSELECT\\b");

  private static final Pattern COMMENT = Pattern.compile("\\s*(?:\\*|/\\*|//).*");

  private static final Pattern SHOWN = Pattern.compile("\\.(?:yaml|json)$");

  /** All texts of the product. */
  @SuppressWarnings("NullAway.Init") // JUnit calls read() first.
  private static List<SourceText> texts;

  @BeforeAll
  static void read() throws IOException {
    texts =
        SourceMessages.read(
                Repository.sources(Repository.PRODUCT).stream()
                    .map(SourceTree.root()::resolve)
                    .toList())
            .texts();
  }

  @Test
  void namesThingsByNounsInMessages() {
    assertThat(texts)
        .hasSizeGreaterThan(5_000)
        .filteredOn(text -> text.variants().anyMatch(Words::lacksANoun))
        .isEmpty();
  }

  @Test
  void saysAMessageInShortSentences() {
    assertThat(texts)
        .filteredOn(text -> !SQL.matcher(text.words()).find())
        .filteredOn(text -> text.variants().anyMatch(MessageWordsTest::hasLongSentence))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "package-info",
        "bootstrap/(?:Hooks|Bridge)",
        "dev/leasehold/(?:lease|target)/\\w+"
      })
  void hasNoPronounsInAgreements(String files) throws IOException {
    Predicate<String> agrees = Pattern.compile(files + "\\.java$").asPredicate();
    List<String> comments = new ArrayList<>();
    for (Path source : Repository.sources(Repository.PRODUCT)) {
      if (agrees.test(source.toString())) {
        comments.addAll(lines(source, MessageWordsTest::isComment));
      }
    }
    assertThat(comments).hasSizeGreaterThan(100).filteredOn(Words::hasPronoun).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy/prometheus", "deploy/grafana/dashboards"})
  void namesThingsByNounsInAlertsAndDashboards(String folder) throws IOException {
    List<String> shown = new ArrayList<>();
    for (Path file : Repository.files(SHOWN.asPredicate())) {
      if (file.startsWith(folder)) {
        shown.addAll(lines(file, line -> !line.strip().startsWith("#")));
      }
    }
    assertThat(shown).hasSizeGreaterThan(1_500).filteredOn(Words::lacksANoun).isEmpty();
  }

  private static List<String> lines(Path file, Predicate<String> which) throws IOException {
    return Repository.read(file)
        .lines()
        .filter(which)
        .map(line -> file.getFileName() + ": " + line.strip())
        .toList();
  }

  @Test
  void namesThingsByNounsInQuotedMessages() throws IOException {
    assertThat(quotes()).hasSizeGreaterThan(300).filteredOn(Words::lacksANoun).isEmpty();
  }

  @Test
  void quotesMessagesOfShortSentences() throws IOException {
    assertThat(quotes()).filteredOn(MessageWordsTest::hasLongSentence).isEmpty();
  }

  private static List<String> quotes() throws IOException {
    return Repository.read(Path.of("docs/troubleshooting.md"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("(?<!\\\\)\\|", 3)[1])
        .flatMap(cell -> QUOTED.matcher(cell).results())
        .map(quote -> quote.group(1))
        .toList();
  }

  @Test
  void tellsCommentsFromCode() {
    assertThat(isComment("  /** Returns its name. */")).isTrue();
    assertThat(isComment("String what = name;")).isFalse();
  }

  @Test
  void countsTheWordsOfASentence() {
    String words = "<the value> of a ".repeat(8);
    assertThat(hasLongSentence(words + ": (it is long)")).isTrue();
    assertThat(hasLongSentence(words + "- line.")).isFalse();
    assertThat(hasLongSentence(words + "(line). <value> is next")).isFalse();
    assertThat(hasLongSentence(words + "host.name is next")).isTrue();
  }

  private static boolean hasLongSentence(String text) {
    return Words.sentences(NAME.matcher(text).replaceAll("Name")).anyMatch(Words::isLong);
  }

  private static boolean isComment(String line) {
    return COMMENT.matcher(line).matches();
  }
}
