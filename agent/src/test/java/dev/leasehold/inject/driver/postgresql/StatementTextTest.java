// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text is divided as PostgreSQL divides it. */
class StatementTextTest {

  private static final int TEXTS = 5_000;

  private static final Pattern JOINED = Pattern.compile("'\\s*[\n\r]\\s*'");

  private static final List<String> PIECES =
      List.of(
          "/*", "*/", "/", "*", "--", "-", "\n", "\r", "'", "'", "\"", "$$", "$a$", "$", "a", "E'",
          "U&'", "\\", " ", ", 1", ", 'b'", " AS c", ", $$d$$", "+ 1", "||", "ä", ", '/*'", "/**/");

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "SELECT /* one /* two */ */ 1         ! SELECT 1",
        "SELECT/**/1/***/                     ! SELECT 1",
        "SELECT 1 /*/ + 2 */                  ! SELECT 1",
        "SELECT 2 */*one*/ 3                  ! SELECT 2 * 3",
        "`SELECT 1 -- /*\n+ 2`                ! SELECT 1 + 2",
        "`SELECT 1 -- it's\r+ 2`              ! SELECT 1 + 2",
        "SELECT '--', '/*' /* a */            ! SELECT '--', '/*'",
        "SELECT 'it''s --' -- b               ! SELECT 'it''s --'",
        "SELECT 1 AS \"/*\" /* a */           ! SELECT 1 AS \"/*\"",
        "SELECT 1 AS \"'\"\"--\" -- a         ! SELECT 1 AS \"'\"\"--\"",
        "SELECT $$/*$$ /* a */                ! SELECT $$/*$$",
        "SELECT $a$--$$'$a$ -- a              ! SELECT $a$--$$'$a$",
        "SELECT $1 /* a */                    ! SELECT $1",
        "SELECT /* a */ '\\' /* b */           ! SELECT '\\' /* b */",
        "SELECT /* a */ b$c$ /* d */          ! SELECT b$c$ /* d */"
      })
  void aCommentOfTheCodeIsBlank(String sql, String rest) {
    String text = StatementText.of(sql).withoutComments();
    assertThat(text).hasSameSizeAs(sql);
    assertThat(text.replaceAll("\\s+", " ").trim()).isEqualTo(rest);
  }

  /**
   * A text that ends nowhere is an error, which quotes the text. Without a comment between them,
   * two literals on two lines are one literal.
   */
  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void aServerAnswersTheSameWithoutTheComments(String conforming) throws SQLException {
    try (PostgresServer server = PostgresServer.launch();
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET standard_conforming_strings = " + conforming);
      Random random = new Random(7);
      int answered = 0;
      for (int text = 0; text < TEXTS; text++) {
        String sql = text(random);
        String bare = StatementText.of(sql).withoutComments();
        String answer = answer(statement, sql);
        if (!bare.equals(sql) && !answer.contains("unterminated") && !JOINED.matcher(bare).find()) {
          assertThat(answer(statement, bare)).as(sql).isEqualTo(answer);
          answered += answer.startsWith("ERROR") ? 0 : 1;
        }
      }
      assertThat(answered).isGreaterThan(TEXTS / 400);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("SELECT 'e'");
    for (int piece = random.nextInt(12); piece >= 0; piece--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static String answer(Statement statement, String sql) {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      StringBuilder answer = new StringBuilder();
      for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
        answer.append(row.getMetaData().getColumnName(column)).append('=');
        answer.append(row.getString(column)).append(';');
      }
      return answer.toString();
    } catch (SQLException e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }
}
