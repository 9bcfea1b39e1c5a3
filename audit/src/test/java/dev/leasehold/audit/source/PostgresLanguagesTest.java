// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Log lines of PostgreSQL 15 of Debian about the same sessions in several languages, in each of its
 * formats. {@code audit/src/test/postgresql/record} has recorded them.
 */
class PostgresLanguagesTest {

  private static final String ROLE = "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000";
  private static final String NAME = "leasehold/orders-1/0a1b2c3d";

  private final RecordedTables tables = new RecordedTables();

  static Stream<String> logs() {
    return Stream.of("en_US", "de_DE", "fr_FR", "ja_JP", "ko_KR", "ru_RU", "sv_SE")
        .flatMap(language -> Stream.of(".json", ".csv", ".log").map(language::concat));
  }

  @ParameterizedTest
  @MethodSource("logs")
  void haveTheSameSessions(String log) throws Exception {
    LogInput input =
        new LogInput(
            log,
            () -> Objects.requireNonNull(getClass().getResourceAsStream("postgresql-15/" + log)));
    LogReading.read(
        LogKind.POSTGRESQL,
        input,
        new PostgresReader(tables, FingerprintKey.random(), null),
        tables);
    assertThat(tables.problems).isEmpty();
    assertThat(sessions())
        .containsExactly(
            List.of("postgres", "127.0.0.1", NAME, "", "end"),
            List.of(ROLE, "127.0.0.1", NAME, "", "end"),
            List.of(ROLE, "127.0.0.1", "", "28P01", "refused"),
            List.of("nobody", "127.0.0.1", "", "28P01", "refused"),
            List.of(ROLE, "127.0.0.1", NAME, "", "end"),
            List.of(ROLE, "127.0.0.1", NAME, "", "line"));
    assertThat(tables.rows("source_session_line"))
        .as("one session that has ended by itself, and one that was ended")
        .filteredOn(row -> ROLE.equals(row.get(5)) && "end".equals(row.get(4)))
        .hasSize(3);
  }

  /** User, address, name and state of each session, and its last event. */
  private List<List<String>> sessions() {
    Map<Object, List<String>> sessions = new LinkedHashMap<>();
    for (List<@Nullable Object> row : tables.rows("source_session_line")) {
      List<String> session =
          sessions.computeIfAbsent(
              Objects.requireNonNull(row.get(0)),
              key -> new ArrayList<>(List.of(text(row, 5), text(row, 7), "", "", "")));
      session.set(2, session.get(2).isEmpty() ? text(row, 9) : session.get(2));
      session.set(3, text(row, 10));
      session.set(4, text(row, 4));
    }
    return List.copyOf(sessions.values());
  }

  private static String text(List<@Nullable Object> row, int column) {
    return String.valueOf(Objects.requireNonNullElse(row.get(column), ""));
  }
}
