// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.sql.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text makes a setting of the application's own unseen, however it is written. */
class SettingsBehindCommentsTest {

  private static final int TEXTS = 2_000;

  /** Statements in which a space may be a comment, and a question mark a literal. */
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT ? , ?",
          "UPDATE games SET name = ? , seed = 7",
          "UPDATE games SET name = ?",
          "INSERT INTO games (name) VALUES ( ? )",
          "SELECT 1 AS \"/*'\" , ?",
          "SELECT set_config( 'work_mem' , '4MB' , false ) , ?",
          "SELECT set_config( 'app.x' , ? , true )",
          "SET app.x = 1",
          "SET SESSION app . x TO '1'",
          "SELECT ? , set_config( 'app.x' , '1' , false )",
          "SELECT set_config( 'app' || '.x' , '1' , false )",
          "SELECT set_config( 'work_mem' , set_config( 'app.x' , '1' , false ) || '000' , false )",
          "DO 'BEGIN SET app.x = 1; END'",
          "DO $a$BEGIN UPDATE games SET name = 'b'; SET app.x = 1; END$a$");

  private static final List<String> SPACES =
      List.of(
          " ",
          " ",
          " ",
          "/* it's */",
          "/*/* \" */ update */",
          "/**/",
          "/* ; */ ",
          "-- update '\n",
          "--/*\r",
          "-- */\n",
          "/*--*/",
          "/* $$ */",
          "/*\\*/",
          "\n",
          "/***/");

  private static final List<String> LITERALS =
      List.of(
          "'a'",
          "'/*'",
          "'*/'",
          "'--'",
          "''''",
          "'it''s; update '",
          "'\"'",
          "'$$'",
          "$$/*$$",
          "$b$'--$$$b$",
          "$$;$$",
          "'\\'",
          "E'\\''",
          "E'\\\\'",
          "'\\'';/*'",
          "'\\''",
          "U&'\\0061'");

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void aSettingThatATextHasMadeIsSeen(String conforming) throws SQLException {
    try (PostgresServer server = PostgresServer.launch();
        Connection connection = simple(server);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE games (name text, seed int)");
      statement.execute("SET standard_conforming_strings = " + conforming);
      statement.setEscapeProcessing(false);
      Random random = new Random(7);
      int made = 0;
      for (int count = 0; count < TEXTS; count++) {
        String text = text(random);
        if (makes(statement, text)) {
          assertThat(SessionTraits.of(text).pinning()).as(text).isNotNull();
          made++;
        }
      }
      assertThat(made).isGreaterThan(TEXTS / 20);
    }
  }

  /** Sends a text whole, as it is. */
  private static Connection simple(PostgresServer server) throws SQLException {
    Login login = server.superuser();
    return DriverManager.getConnection(
        server.url() + "?preferQueryMode=simple", login.user(), login.password());
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int statement = random.nextInt(4); statement >= 0; statement--) {
      for (String part : of(STATEMENTS, random).split("(?<=[ ?])|(?=[ ?])", -1)) {
        text.append(part.equals(" ") ? of(SPACES, random) : literal(part, random));
      }
      text.append(of(SPACES, random)).append(statement == 0 ? "" : ";");
    }
    return text.toString();
  }

  private static String literal(String part, Random random) {
    return part.equals("?") ? of(LITERALS, random) : part;
  }

  private static String of(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static boolean makes(Statement statement, String text) throws SQLException {
    statement.execute("RESET app.x");
    try {
      statement.execute(text);
    } catch (SQLException e) {
      return false; // With it, all of the text is undone.
    }
    try (ResultSet row = statement.executeQuery("SELECT current_setting('app.x', true)")) {
      row.next();
      return "1".equals(row.getString(1));
    }
  }
}
