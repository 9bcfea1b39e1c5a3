// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.house.Repository;
import dev.leasehold.testbed.house.SourceMessages;
import dev.leasehold.testbed.house.SourceMessages.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each message that an operator of the agent or the sidecar can meet stands in {@code
 * docs/troubleshooting.md}, and that page quotes no message that is gone.
 */
class TroubleshootingTest {

  private static final Path PAGE = Path.of("docs", "troubleshooting.md");
  private static final Set<String> MODULES =
      Set.of("bootstrap", "lease", "vault", "config", "agent", "sidecar-image");

  /** Fewer words are in many sentences. */
  private static final int WORDS = 3;

  /** The page quotes the beginning of a long message. */
  private static final int BEGINNING = 45;

  /** Texts for a caller inside the product, which says them in words of its own. */
  private static final Set<String> FOR_CALLERS =
      Set.of(
          "has the labels",
          "VAULT_CLIENT_TIMEOUT must be positive",
          "no error of the database",
          "earlier calls hang",
          "a block that does not end",
          "a change of protocol that nobody asked for",
          "not a JSON object",
          "more than a JSON object",
          "not the text that a sidecar of this version leaves");

  /** Other programs say it. */
  private static final Pattern OF_OTHERS =
      Pattern.compile(
          "Error opening zip file|Picked up JAVA_TOOL_OPTIONS|Sharing is only supported"
              + "|terminating connection due to|permission denied for|kubectl describe pod"
              + "|CREATE command denied");

  /** A part of a quote that differs from one such message to the next, or comes from elsewhere. */
  private static final Pattern SHOWN_VALUE =
      Pattern.compile(
          "<[^>]*>|\\.\\.\\.|[;:.] |(?<!\\S)\\d+(?!\\S)|\\(?\\b(?:dev\\.)?leasehold\\.[\\w.-]+"
              + "|\\bVAULT_\\w+");

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern CLAUSE_END = Pattern.compile("[;.] ");

  private static SourceMessages sources;
  private static String page;

  @BeforeAll
  static void read() throws IOException {
    List<Path> files =
        Repository.sources(MODULES).stream().map(SourceTree.root()::resolve).toList();
    sources = SourceMessages.read(files);
    page = plain(Repository.read(PAGE).replace("\\|", "|"));
  }

  @Test
  void hasEachMessage() {
    assertThat(sources.messages()).as("messages of the product").hasSizeGreaterThan(300);
    assertThat(sources.messages()).filteredOn(message -> !isOnThePage(message)).isEmpty();
  }

  /** A part of it is enough, as the values between are written in other words. */
  private static boolean isOnThePage(Message message) {
    List<String> parts =
        message.parts().stream()
            .map(TroubleshootingTest::plain)
            .filter(part -> part.split(" ").length >= WORDS)
            .filter(part -> !FOR_CALLERS.contains(part))
            .toList();
    return parts.isEmpty() || parts.stream().anyMatch(part -> page.contains(beginning(part)));
  }

  private static String beginning(String part) {
    String clause = CLAUSE_END.split(part, 2)[0];
    String whole = clause.split(" ").length < WORDS ? part : clause;
    return whole.substring(0, Math.min(BEGINNING, whole.length()));
  }

  /** Each part of a quote between values is in the sources, word for word. */
  @Test
  void quotesNoMessageThatIsGone() throws IOException {
    SourceWords words =
        new SourceWords(sources.texts().stream().flatMap(text -> text.parts().stream()));
    assertThat(quotes())
        .hasSizeGreaterThan(300)
        .filteredOn(quote -> !OF_OTHERS.matcher(quote).lookingAt())
        .filteredOn(quote -> !Stream.of(SHOWN_VALUE.split(quote, -1)).allMatch(words::have))
        .isEmpty();
  }

  /** One message may have rows under several headings, and one row under each. */
  @Test
  void hasOneRowForAMessageUnderAHeading() throws IOException {
    String heading = "";
    List<String> rows = new ArrayList<>();
    for (String line : Repository.read(PAGE).split("\n", -1)) {
      heading = line.startsWith("#") ? line : heading;
      if (line.startsWith("| `")) {
        rows.add(heading + " " + line.split(" \\| ", -1)[0]);
      }
    }
    assertThat(rows).hasSizeGreaterThan(200).doesNotHaveDuplicates();
  }

  @Test
  void findsQuotesThatNoMessageHas() {
    SourceWords words =
        new SourceWords(
            Stream.of("the server that answers", " speaks no HTTP; check it\n, as ", " asks"));
    assertThat(words.have("server that answers")).isTrue();
    assertThat(words.have("that answers speaks no HTTP, check it, as")).as("together").isTrue();
    assertThat(words.have("what answers speaks no HTTP")).isFalse();
    assertThat(words.have("the server that speaks no HTTP")).as("not at an end").isFalse();
    assertThat(words.have("that answers no HTTP, check it")).as("not a beginning").isFalse();
    assertThat(words.have("that answers speaks no HTTP, as")).as("not whole").isFalse();
  }

  private static List<String> quotes() throws IOException {
    return Repository.read(PAGE)
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> Objects.requireNonNull(line.split("(?<!\\\\)\\|", 3)[1]))
        .flatMap(cell -> QUOTED.matcher(cell).results())
        .map((MatchResult quote) -> quote.group(1).replace("\\|", "|"))
        .toList();
  }

  /** Without line breaks, and without marks at both ends. */
  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("^[ :;,.()]+|[ :;,.()]+$", "");
  }
}
