// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.house.Repository;
import dev.leasehold.testbed.house.SourceMessages;
import dev.leasehold.testbed.house.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A text that users read names the thing that it is about, and has no pronoun in its place. So do
 * the comments in which the agent's parts agree on their work.
 */
class MessageWordsTest {

  private static final Path SOURCES = Path.of("src", "main", "java");

  private static final List<String> MODULES =
      List.of("agent", "audit", "bootstrap", "cli", "config", "lease", "sidecar-image", "vault");

  /** A user is a person, who may be spoken of so. */
  private static final Pattern PRONOUN =
      Pattern.compile("(?i)\\b(?:what|whoever|those|(?<!user )who)\\b");

  private static final String NO_NOUNS =
      "(?:an?|and|are|as|at|be|by|can|for|from|ha[ds]|have|if|in|is|it|may|on|or|tha[nt]|the|to"
          + "|unless|until|was|were|when|where|which|while|whose?|will|with|without|would)";

  /** One is a number where a noun follows, or the whole that it is a part of. */
  private static final Pattern ONE =
      Pattern.compile(
          "(?i)\\b(?:ones|whatever|whom(?:ever)?|one of (?:its|their) own"
              + "|(?:another|no|this|(?:an?|its|the|their)(?: [\\w-]+)?) one"
              + ("|(?<!by )one(?!-| of | (?!" + NO_NOUNS + "\\b)[\\w<`]))\\b"));

  private static final int MOST_WORDS = 25;

  private static final Pattern NAME = Pattern.compile("<[^<>]*>");
  private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");
  private static final Pattern SENTENCE_END =
      Pattern.compile("(?<=[.!?][\")]?)\\s+(?=[^\\sa-z])|\\n");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern SQL = Pattern.compile("\\bSELECT\\b");

  private static final Pattern COMMENT = Pattern.compile("\\s*(?:\\*|/\\*|//).*");

  private static final Pattern SHOWN = Pattern.compile("\\.(?:yaml|json)$");

  private static final Pattern AGREEMENT =
      Pattern.compile(
          "package-info|bootstrap/(?:Hooks|Bridge)|dev/leasehold/(?:lease|target)/\\w+$");

  @Test
  void namesThingsByNounsInMessages() throws IOException {
    assertThat(texts())
        .hasSizeGreaterThan(5_000)
        .filteredOn(text -> text.variants().anyMatch(MessageWordsTest::hasPronoun))
        .isEmpty();
  }

  @Test
  void saysAMessageInShortSentences() throws IOException {
    assertThat(texts())
        .filteredOn(text -> !SQL.matcher(text.words()).find())
        .filteredOn(text -> text.variants().anyMatch(MessageWordsTest::hasLongSentence))
        .isEmpty();
  }

  @Test
  void namesThingsByNounsInAgreements() throws IOException {
    Predicate<String> isAgreement =
        file -> AGREEMENT.matcher(file.replaceFirst("\\.java$", "")).results().count() > 0;
    assertThat(linesWith(isAgreement, MessageWordsTest::isBadComment)).isEmpty();
  }

  @Test
  void namesThingsByNounsInAlertsAndDashboards() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("../deploy/prometheus", "../deploy/grafana/dashboards")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(path -> SHOWN.matcher(path.toString()).find()).toList()) {
          Files.readAllLines(file).stream()
              .filter(line -> !line.strip().startsWith("#") && hasPronoun(line))
              .forEach(line -> found.add(file + ": " + line.strip()));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void namesThingsByNounsInQuotedMessages() throws IOException {
    assertThat(quotes()).hasSizeGreaterThan(300).filteredOn(MessageWordsTest::hasPronoun).isEmpty();
  }

  @Test
  void quotesMessagesOfShortSentences() throws IOException {
    assertThat(quotes()).filteredOn(MessageWordsTest::hasLongSentence).isEmpty();
  }

  private static List<String> quotes() throws IOException {
    return Files.readAllLines(Path.of("../docs/troubleshooting.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("(?<!\\\\)\\|", 3)[1])
        .flatMap(cell -> QUOTED.matcher(cell).results())
        .map(quote -> quote.group(1))
        .toList();
  }

  @Test
  void findsPronounsWhereTheyAre() {
    assertThat(List.of("check what writes it", "What is left ends", "\"those", "leave one"))
        .allMatch(MessageWordsTest::hasPronoun);
    assertThat(List.of("get a new one; retry", "a retired one goes", "the old ones", "one that"))
        .allMatch(MessageWordsTest::hasPronoun);
    assertThat(List.of("it has one of its own", "whatever is there", "not one to send it to"))
        .allMatch(MessageWordsTest::hasPronoun);
    assertThat(List.of("a user who may list pods", "one of the files", "at most one binding"))
        .noneMatch(MessageWordsTest::hasPronoun);
    assertThat(List.of("one <value>", "state that one run leaves", "it rises by one", "everyone"))
        .noneMatch(MessageWordsTest::hasPronoun);
    assertThat(isBadComment("  /** Returns what it is. */")).isTrue();
    assertThat(isBadComment("String what = name;")).isFalse();
  }

  @Test
  void countsTheWordsOfASentence() {
    String words = "<the value> of a ".repeat(8);
    assertThat(hasLongSentence(words + ": (it is long)")).isTrue();
    assertThat(hasLongSentence(words + "- line.")).isFalse();
    assertThat(hasLongSentence(words + "(line). <value> is next")).isFalse();
    assertThat(hasLongSentence(words + "host.name is next")).isTrue();
  }

  private static List<SourceText> texts() throws IOException {
    List<Path> sources =
        Repository.files(name -> name.endsWith(".java")).stream()
            .filter(file -> MODULES.contains(file.getName(0).toString()))
            .filter(file -> file.subpath(1, file.getNameCount()).startsWith(SOURCES))
            .map(SourceTree.root()::resolve)
            .toList();
    return SourceMessages.read(sources).texts();
  }

  private static List<String> linesWith(Predicate<String> ofFile, Predicate<String> bad)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        for (Path file : files.filter(path -> isSource(path, ofFile)).toList()) {
          Files.readAllLines(file).stream()
              .filter(bad)
              .forEach(line -> found.add(file + ": " + line.strip()));
        }
      }
    }
    return found;
  }

  private static boolean isSource(Path path, Predicate<String> ofFile) {
    return path.toString().endsWith(".java") && ofFile.test(path.toString());
  }

  private static boolean hasPronoun(String text) {
    return PRONOUN.matcher(text).find() || ONE.matcher(text).find();
  }

  private static boolean hasLongSentence(String text) {
    return Stream.of(SENTENCE_END.split(NAME.matcher(text).replaceAll("Name")))
        .anyMatch(sentence -> WORD.matcher(sentence).results().count() > MOST_WORDS);
  }

  private static boolean isBadComment(String line) {
    return COMMENT.matcher(line).matches() && PRONOUN.matcher(line).find();
  }
}
