// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.join.SqlScript;
import dev.leasehold.audit.join.StoredTables;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of {@code audit watch} outlive the program that made them. */
class StateVersionTest {

  /** Of the statements that make the tables. */
  private static final String TABLES = "124f6c684fd2e476";

  @Test
  void theTablesAreThoseOfTheVersion() throws Exception {
    String statements =
        Stream.of("join/0-logged", "watch/state")
            .flatMap(script -> SqlScript.load(script).statements().stream())
            .reduce("", String::concat);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(statements.getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(hash, 0, 8))
        .as("other tables need another StoredTables.VERSION, and their hash here")
        .isEqualTo(TABLES);
  }

  @ParameterizedTest
  @CsvSource({
    "DROP TABLE watch_version, 0, move watch.db",
    "UPDATE watch_version SET version = 7, 7, 'start the newer program, or move watch.db'"
  })
  void namesTheVersionsOfAStateThatItCannotRead(
      String change, int version, String step, @TempDir Path folder) throws Exception {
    Path state = folder.resolve("state");
    Files.createDirectory(state);
    try (StoredTables stored = StoredTables.open(state, folder.resolve("spill"), "100MB");
        Statement statement = stored.connection().createStatement()) {
      statement.execute(change);
    }
    StringWriter messages = new StringWriter();
    int status =
        AuditMain.run(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintWriter(messages, true),
            "watch",
            "--vault-audit=" + folder.resolve("audit.log"),
            "--state=" + state);
    assertThat(status).isEqualTo(73);
    assertThat(messages.toString())
        .contains(
            state.resolve("watch.db") + " has version " + version + " of the state, and this",
            step + " and watch.db.wal away. ")
        .hasLineCount(1);
  }
}
