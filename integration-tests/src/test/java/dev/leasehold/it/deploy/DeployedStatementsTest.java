// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for every file in {@code deploy/postgresql} that Vault runs. */
class DeployedStatementsTest {

  /** PostgreSQL cuts a role's name to so many bytes. */
  private static final int LONGEST_NAME = 63;

  private static final String PATH = "SET LOCAL search_path = pg_catalog, pg_temp;\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "creation",
        "creation-migration",
        "creation-replication",
        "creation-settings",
        "creation-two-phase",
        "renew",
        "revocation"
      })
  void setsItsSearchPathAndTakesTheNameThroughAQuoteThatNoNameEnds(String file) {
    String statements =
        LeasedServers.file(file).replaceFirst("^-- SPDX-License-Identifier: .*\n", "");
    assertThat(statements).startsWith(PATH);
    assertThat(statements.replaceAll("(?s)COMMIT AND CHAIN;\n" + PATH, ""))
        .as("a transaction begins without a path")
        .doesNotContain("COMMIT");
    assertThat(statements).as("what keeps Vault from splitting it").containsPattern("\\bEND\\b");
    Matcher quoted = Pattern.compile("(\\$\\w+\\$)\\{\\{(name|password)}}\\1").matcher(statements);
    int quotes = 0;
    while (quoted.find()) {
      quotes++;
      assertThat(quoted.group(1)).hasSizeGreaterThan(LONGEST_NAME);
    }
    assertThat(quotes).isPositive();
    assertThat(statements.split("\\{\\{(name|password)}}", -1)).hasSize(quotes + 1);
  }

  /** A reader copies the statements of a document. Decisions show statements that were wrong. */
  @Test
  void noDocumentShowsAQuoteThatANameEnds() throws IOException {
    List<Path> documents;
    try (Stream<Path> files = Files.walk(SourceTree.root().resolve("docs"))) {
      documents =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .filter(file -> !file.toString().contains("/decisions/"))
              .toList();
    }
    assertThat(documents).hasSizeGreaterThan(10);
    for (Path document : documents) {
      assertThat(Files.readString(document))
          .as(document.toString())
          .doesNotContain("\"{{name}}\"", "'{{name}}'");
    }
  }
}
