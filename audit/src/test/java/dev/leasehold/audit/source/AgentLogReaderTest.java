// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentLogReaderTest {

  private static final long AT = Instant.parse("2026-11-28T14:00:00.123Z").toEpochMilli();
  private static final String ROLE = "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000";
  private static final String CURRENT =
      "orders: generation 1 is current: role " + ROLE + ", lease 59 min (first)";
  private static final String AGENT = "2026-11-28T14:00:00.123Z 4711 INFO [leasehold] ";
  private static final String SIDECAR = "2026-11-28T15:00:00.123+01:00 INFO leasehold - ";
  private static final String JSON =
      "{\"@timestamp\":\"2026-11-28T14:00:00.123Z\",\"log.level\":\"INFO\",\"message\":\"%s\",\"ecs.version\":\"1.2.0\",\"log.logger\":\"leasehold\"}";
  private static final String UID = "0f5b6a52-4a5c-4b3e-9a52-1f6d3a1b7c11";
  private static final String CONTAINER = "orders-" + "0123456789abcdef".repeat(4);

  private final RecordedTables tables = new RecordedTables();

  @Test
  void readsTheLinesOfTheAgentAndOfTheSidecar() throws Exception {
    assertThat(read(AGENT + CURRENT).get(0)).startsWith(AT).contains("4711", "INFO");
    assertThat(read(SIDECAR + CURRENT).get(0)).startsWith(AT).contains("INFO");
    assertThat(read(JSON.formatted(CURRENT)).get(0)).startsWith(AT).contains("INFO");
    assertThat(tables.rows("source_agent_line"))
        .hasSize(3)
        .allSatisfy(
            row ->
                assertThat(row.subList(7, 13))
                    .containsExactly(
                        "credential current",
                        "orders",
                        ROLE,
                        "kubernet-orders",
                        1_795_000_000_000L,
                        CURRENT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          orders generation 2 (R1): lease renewed again | lease renewed | orders | R1
          orders generation 1 (R1): retired, connections to go: 3 | credential retired | orders | R1
          orders generation 1 (R1): last connection closed 12 s after it was retired | drained | orders | R1
          orders generation 1 (R1): drained 12 s after it was replaced | drained | orders | R1
          orders generation 1 (R1): lease at its end, connections aborted: 2 | connections aborted | orders | R1
          orders: lease revoked, role R1 is gone | lease revoked | orders | R1
          orders: role R1 is revoked | lease revoked | orders | R1
          orders: role R1 was not revoked, and its lease has ended by itself | lease lapsed | orders | R1
          orders: fetch failed, next try in 2 s: Vault answered 403 | fetch failed | orders |
          orders: revoke failed, next try in 2 s; role R1 lives until 2026-11-28T15:00:00Z unless it is revoked: x | revoke failed | orders | R1
          orders: connections are refused from now on: x | refusing | orders |
          orders: there is no valid lease: x | refusing | orders |
          Vault accepted the jwt login, token for 59 min | logged in | |
          the jwt login failed and is tried again with the next lease. Until it | login failed | |
          the JVM ends; no lease is left to revoke | process ended | |
          orders: the file is late. It is fetched once the previous lease is revoked | other | |
          nothing that a later version writes is an error | other | |
          """)
  void knowsWhatAMessageTellsOf(
      String message, String event, @Nullable String binding, @Nullable String role)
      throws Exception {
    assertThat(read(AGENT + message).get(0).subList(7, 13))
        .containsExactly(event, binding, role, null, null, message);
  }

  @Test
  void aLineThatNamesSeveralRolesIsARowOfEach() throws Exception {
    String end =
        "the JVM ends, and Vault has not confirmed the revocation of role R1 of binding orders, which lives until"
            + " 2026-11-28T15:00:00Z; revoked: role R2 of binding orders, role R3 of binding stock";
    assertThat(read(AGENT + end)).extracting(row -> row.get(9)).containsExactly("R1", "R2", "R3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-28T14:00:01.123456789Z stderr F LINE",
        "2026-11-28T14:00:01.123456789+01:00 stdout F:x LINE",
        "{\"log\":\"LINE\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-28T14:00:01Z\"}"
      })
  void looksIntoWhatARuntimePutsAroundALine(String form) throws Exception {
    String line = form.startsWith("{") ? AGENT + CURRENT : JSON.formatted(CURRENT);
    assertThat(read(form.replace("LINE", AGENT + CURRENT))).hasSize(1);
    assertThat(read(form.replace("LINE", form.startsWith("{") ? escaped(line) : line))).hasSize(1);
  }

  private static String escaped(String line) {
    return line.replace("\"", "\\\"");
  }

  /** Lines of the other stream come in between. */
  @Test
  void putsThePartsOfALineTogether() throws Exception {
    String whole = JSON.formatted(CURRENT);
    List<List<@Nullable Object>> rows =
        read(
            "2026-11-28T14:00:01Z stderr P " + whole.substring(0, 90),
            "2026-11-28T14:00:01Z stdout F of the application",
            "2026-11-28T14:00:01Z stderr P " + whole.substring(90, 100),
            "2026-11-28T14:00:01Z stderr F " + whole.substring(100),
            "{\"log\":\"" + escaped(whole.substring(0, 70)) + "\",\"stream\":\"stderr\"}",
            "{\"log\":\"" + escaped(whole.substring(70)) + "\\n\",\"stream\":\"stderr\"}");
    assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row).contains(CURRENT));
  }

  @Test
  void passesOverWhatTheApplicationWritesAndCallsItNoProblem() throws Exception {
    assertThat(
            read(
                "Started OrdersApplication in 3.2 seconds",
                "  at dev.leasehold.Something",
                "2026-11-28T14:00:00.123Z 4711 INFO [main] leasehold is there",
                "9999999-11-28T14:00:00.123Z 4711 INFO [leasehold] x",
                "{\"log\":\"leasehold",
                "{\"log\":\"leasehold\\n\",\"stream\":\"stderr\"}",
                "{\"log.logger\":\"leasehold\"",
                "{\"log.logger\":\"com.example\",\"message\":\"leasehold\"}",
                "2026-11-28T14:00:01Z stderr F",
                "2026-11-28T14:00:01Z stderr ",
                "{".repeat(60_000) + "leasehold",
                "\u0000\u0001\u001b[2Jleasehold"))
        .isEmpty();
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void keepsTheBeginOfALongLine() throws Exception {
    List<List<@Nullable Object>> rows =
        read(AGENT + CURRENT + "x".repeat(200_000), AGENT + CURRENT);
    assertThat(rows).hasSize(2);
    assertThat(String.valueOf(rows.get(0).get(12))).startsWith(CURRENT).hasSize(2000);
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void takesThePodFromTheNameThatTheNodeGivesTheFile() {
    PodLogFile pod = new PodLogFile("shop", "orders-1", UID, "orders");
    Path folder = Path.of("/var/log/pods/shop_orders-1_" + UID + "/orders");
    for (String name : List.of("0.log", "12.log", "0.log.20261128-140000", "0.log.20261128-1.gz")) {
      assertThat(PodLogFile.of(folder.resolve(name))).as(name).isEqualTo(pod);
    }
    assertThat(PodLogFile.of(Path.of("/var/log/containers/orders-1_shop_" + CONTAINER + ".log")))
        .isEqualTo(new PodLogFile("shop", "orders-1", null, "orders"));
    for (String other :
        List.of(
            "/var/log/orders.log", "/0.log", "/a_b/c/0.log", "/a_b_c/c/app.log", "/a_b_c.log")) {
      assertThat(PodLogFile.of(Path.of(other))).as(other).isEqualTo(PodLogFile.UNKNOWN);
    }
    assertThat(PodLogFile.of(null)).isEqualTo(PodLogFile.UNKNOWN);
  }

  @Test
  void readsFoldersAsTheNodeKeepsThem(@TempDir Path logs) throws Exception {
    Path folder = Files.createDirectories(logs.resolve("shop_orders-1_" + UID + "/orders"));
    Files.writeString(folder.resolve("1.log"), AGENT + CURRENT + "\n");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write((AGENT + CURRENT + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.resolve("1.log.20261128-140000.gz"), packed.toByteArray());
    for (LogInput input : LogInput.of(List.of(logs.toString()), System.in)) {
      LogReading.read(LogKind.AGENT, input, new AgentLogReader(tables, input.file()), tables);
    }
    assertThat(tables.rows("source_agent_line"))
        .hasSize(2)
        .allSatisfy(
            row ->
                assertThat(row.subList(1, 5)).containsExactly("shop", "orders-1", UID, "orders"));
  }

  private List<List<@Nullable Object>> read(String... lines) throws Exception {
    List<List<@Nullable Object>> rows = tables.rows("source_agent_line");
    int before = rows.size();
    byte[] log = (String.join("\n", Arrays.asList(lines)) + "\n").getBytes(StandardCharsets.UTF_8);
    LogReading.read(
        LogKind.AGENT,
        new LogInput("log", () -> new ByteArrayInputStream(log)),
        new AgentLogReader(tables, null),
        tables);
    return rows.subList(before, rows.size());
  }
}
