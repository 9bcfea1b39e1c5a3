// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static final List<String> MODULES =
      List.of("agent", "audit", "bootstrap", "cli", "config", "lease", "sidecar-image", "vault");

  /** A user is a person, who may be spoken of so. */
  private static final Pattern PRONOUN =
      Pattern.compile("(?i)\\b(?:what|whoever|those|(?<!user )who)\\b");

  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern QUOTE = Pattern.compile("'\\\\?\"'");
  private static final Pattern COMMENT = Pattern.compile("\\s*(?:\\*|/\\*|//).*");

  private static final Pattern SHOWN = Pattern.compile("\\.(?:yaml|json)$");

  private static final Pattern AGREEMENT =
      Pattern.compile(
          "package-info|bootstrap/(?:Hooks|Bridge)|dev/leasehold/(?:lease|target)/\\w+$");

  @Test
  void namesThingsByNounsInMessages() throws IOException {
    assertThat(linesWith(file -> true, MessageWordsTest::isBadText)).isEmpty();
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
              .filter(line -> !line.strip().startsWith("#") && PRONOUN.matcher(line).find())
              .forEach(line -> found.add(file + ": " + line.strip()));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void namesThingsByNounsInQuotedMessages() throws IOException {
    assertThat(Files.readAllLines(Path.of("../docs/troubleshooting.md")))
        .filteredOn(line -> line.startsWith("| `"))
        .hasSizeGreaterThan(300)
        .filteredOn(line -> PRONOUN.matcher(line.split("(?<!\\\\)\\|", 3)[1]).find())
        .isEmpty();
  }

  @Test
  void findsPronounsWhereTheyAre() {
    assertThat(isBadText("log.warn(\"check what writes it\");")).isTrue();
    assertThat(isBadText("log.warn(\"What is left ends\");")).isTrue();
    assertThat(isBadText("a('\"', \"\\\"those\");")).isTrue();
    assertThat(isBadText("\"a user who may list pods\"")).isFalse();
    assertThat(isBadText("  /** Returns what \"it\" is. */")).isFalse();
    assertThat(isBadText("String what = \"a\" + what + \"b\";")).isFalse();
    assertThat(isBadComment("  /** Returns what it is. */")).isTrue();
    assertThat(isBadComment("String what = name;")).isFalse();
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

  private static boolean isBadText(String line) {
    return !COMMENT.matcher(line).matches()
        && TEXT.matcher(QUOTE.matcher(line).replaceAll(""))
            .results()
            .anyMatch(text -> PRONOUN.matcher(text.group(1)).find());
  }

  private static boolean isBadComment(String line) {
    return COMMENT.matcher(line).matches() && PRONOUN.matcher(line).find();
  }
}
