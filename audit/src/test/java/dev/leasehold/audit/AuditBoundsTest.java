// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows that an attacker can write many of take the place of nothing else, where a list has a bound.
 */
class AuditBoundsTest {

  /** More findings than are shown of a code, and more rows than a section has. */
  private static final int MANY = 1100;

  private static final int MANY_ROWS = 10_100;

  private final Path audit;
  private final Path postgres;

  AuditBoundsTest(@TempDir Path folder) {
    audit = folder.resolve("audit.log");
    postgres = folder.resolve("postgresql.json");
  }

  /** By a policy, or as there is no role of the name. */
  @Test
  void deniedReadsHideNoReadThatSucceeded() throws Exception {
    List<String> log = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String denied = read("n" + i, "x" + i, "10.0.9.9", "nobody", i % 2 == 0);
      String unknown = "\"response\":{\"data\":{\"error\":\"hmac-sha256:ab\"}},\"time\"";
      log.add(i % 2 == 0 ? denied : denied.replace("\"time\"", unknown));
      log.add(read("a" + i, "x", "10.1." + i / 250 + "." + i % 250, "nobody", true));
    }
    log.add(read("b", "orders", "10.7.7.7", "thief, all denied", false).replace("T14", "T15"));
    Files.write(audit, log);
    JsonNode answer = AskedAudit.of("findings", "--vault-audit=" + audit);
    assertThat(answer.at("/counts/0/code").asText()).isEqualTo("LA09");
    assertThat(answer.at("/counts/0/findings").asInt()).isEqualTo(MANY + 2);
    assertThat(answer.at("/findings/0/address").asText()).isEqualTo("10.7.7.7");
    assertThat(answer.get("findings"))
        .filteredOn(finding -> finding.get("address").asText().equals("10.0.9.9"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.get("detail").asText())
                  .isEqualTo("denied reads of " + MANY + " paths by nobody");
              assertThat(finding.get("occurrences").asInt()).isEqualTo(MANY);
            });
  }

  /** Of one role, and of another role later. */
  @Test
  void findingsOfOneRoleHideNoneOfAnother() throws Exception {
    List<String> log = new ArrayList<>();
    List<String> sessions = new ArrayList<>();
    String flooded = role('a');
    String hidden = role('b');
    log.add(taken("1", flooded, "14:00"));
    log.add(taken("2", hidden, "14:01"));
    Files.write(audit, log);
    for (int i = 0; i < MANY_ROWS; i++) {
      sessions.add(
          session(
              i, flooded, "10." + (20 + i / 62500) + "." + i / 250 % 250 + "." + i % 250, "15:00"));
    }
    sessions.add(session(MANY_ROWS, hidden, "10.7.7.7", "16:00"));
    sessions.add(session(MANY_ROWS + 1, flooded, "10.0.0.7", "17:00"));
    Files.write(postgres, sessions);
    String[] inputs = {"--vault-audit=" + audit, "--postgresql=" + postgres, "--lease-ttl=1h/1h"};
    JsonNode findings = AskedAudit.of(with(inputs, "findings")).get("findings");
    assertThat(findings)
        .filteredOn(finding -> finding.get("code").asText().equals("LA04"))
        .hasSize(1000)
        .anyMatch(finding -> finding.get("role").asText().equals(hidden));
    JsonNode ofRole = AskedAudit.of(with(inputs, "role", flooded)).get("findings");
    assertThat(ofRole.findValuesAsText("code")).hasSize(10_000).contains("LA04", "LA06");
  }

  /** A client that reaches the port is refused as often as it likes, in the name of any role. */
  @Test
  void refusedLoginsHideNoSession() throws Exception {
    List<String> sessions = new ArrayList<>();
    String role = role('a');
    Files.writeString(audit, taken("1", role, "14:00"));
    for (int i = 0; i < MANY_ROWS; i++) {
      sessions.add(
          session(i, role, "10.9.9.9", "14:30")
              .replace("\"LOG\"", "\"FATAL\",\"state_code\":\"28P01\"")
              .replace("idle", "authentication"));
    }
    sessions.add(session(MANY_ROWS, role, "10.0.0.7", "15:00"));
    Files.write(postgres, sessions);
    JsonNode answer =
        AskedAudit.of("role", role, "--vault-audit=" + audit, "--postgresql=" + postgres);
    assertThat(answer.get("sessions").findValuesAsText("address")).containsExactly("10.0.0.7");
    assertThat(answer.get("timeline").findValuesAsText("event"))
        .containsExactly("lease taken", "session started");
    assertThat(answer.get("refused")).hasSize(1);
    assertThat(answer.at("/refused/0/logins").asInt()).isEqualTo(MANY_ROWS);
  }

  private static String role(char kind) {
    return "v-kubernet-orders-" + "b4cd5fgh6jkl7mnp8qr" + kind + "-1795870800";
  }

  private static String[] with(String[] inputs, String... question) {
    List<String> arguments = new ArrayList<>(List.of(question));
    arguments.addAll(List.of(inputs));
    return arguments.toArray(String[]::new);
  }

  private static String read(
      String id, String path, String address, String name, boolean isDenied) {
    return "{\"auth\":{\"display_name\":\"%s\"},%s\"request\":{\"id\":\"%s\",\"operation\":\"read\",\"path\":\"database/creds/%s\",\"remote_address\":\"%s\"},"
            .formatted(name, isDenied ? "\"error\":\"permission denied\"," : "", id, path, address)
        + "\"time\":\"2026-11-28T14:21:25Z\",\"type\":\"response\"}";
  }

  private static String taken(String id, String role, String at) {
    return "{\"auth\":{\"display_name\":\"kubernetes-shop-orders\",\"metadata\":{\"service_account_name\":\"orders\",\"service_account_namespace\":\"shop\"}},"
        + "\"request\":{\"id\":\"%s\",\"operation\":\"read\",\"path\":\"database/creds/orders\",\"remote_address\":\"10.0.0.7\"},\"response\":{\"secret\":"
            .formatted(id)
        + "{\"lease_id\":\"database/creds/orders/%s\"},\"data\":{\"username\":\"%s\"}},\"time\":\"2026-11-28T%s:00Z\",\"type\":\"response\"}\n"
            .formatted(id, role, at);
  }

  private static String session(int number, String role, String address, String at) {
    return "{\"timestamp\":\"2026-11-28 %s:00.000 UTC\",\"user\":\"%s\",\"dbname\":\"app\",\"remote_host\":\"%s\",\"session_id\":\"65f.%x\",\"line_num\":2,"
            .formatted(at, role, address, number)
        + "\"ps\":\"idle\",\"session_start\":\"2026-11-28 "
        + at
        + ":00 UTC\",\"vxid\":\"9/2\",\"error_severity\":\"LOG\",\"message\":\"x\",\"backend_type\":\"client backend\"}";
  }
}
