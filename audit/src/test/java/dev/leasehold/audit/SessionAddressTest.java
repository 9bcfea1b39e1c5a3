// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The origins of sessions as PostgreSQL writes them, other than the address of a pod. */
class SessionAddressTest {

  private static final String ROLE = "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000";
  private static final String LEASE =
      "{\"auth\":{\"display_name\":\"kubernetes-shop-orders\",\"metadata\":{\"service_account_name\":\"orders\","
          + "\"service_account_namespace\":\"shop\"}},\"request\":{\"id\":\"1\",\"operation\":\"read\",\"path\":\"database/creds/orders\","
          + "\"remote_address\":\"10.0.0.7\"},\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/x\"},\"data\":{\"username\":\""
          + ROLE
          + "\"}},\"time\":\"2026-11-18T11:06:40.500Z\",\"type\":\"response\"}";
  private static final String SESSION =
      "{\"timestamp\":\"2026-11-18 11:06:41.000 UTC\",\"user\":\""
          + ROLE
          + "\",\"dbname\":\"app\",\"remote_host\":\"HOST\",\"session_id\":\"65f.4d\",\"line_num\":2,\"ps\":\"idle\","
          + "\"session_start\":\"2026-11-18 11:06:41 UTC\",\"vxid\":\"9/2\",\"error_severity\":\"LOG\",\"message\":\"x\"}";

  private final Path folder;

  SessionAddressTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** With {@code log_hostname}. */
  @Test
  void theNameOfAHostIsNoOtherAddress() throws Exception {
    JsonNode findings = ask("orders-1.example.com", "findings").get("findings");
    assertThat(findings.findValuesAsText("code")).containsExactly("LA14");
    assertThat(findings.at("/0/detail").asText()).contains("log_hostname is on");
    assertThat(ask("orders-1.example.com", "role", ROLE).at("/sessions/0/address").asText())
        .isEqualTo("orders-1.example.com");
    for (String other : new String[] {"10.0.0.9", "fd00::7", "::1"}) {
      assertThat(ask(other, "findings").get("findings").findValuesAsText("code"))
          .as(other)
          .containsExactly("LA04");
    }
  }

  /** A pooler beside PostgreSQL comes by the Unix socket, and so does each user on that host. */
  @Test
  void aUnixSocketIsAnotherAddressUnlessItIsThatOfAProxy() throws Exception {
    assertThat(ask("[local]", "findings").get("findings").findValuesAsText("code"))
        .containsExactly("LA04");
    assertThat(ask("[local]", "findings", "--proxy=[local]").get("findings")).isEmpty();
    assertThat(ask("10.0.0.9", "findings", "--proxy=[local]").get("findings")).hasSize(1);
  }

  private JsonNode ask(String host, String... question) throws Exception {
    Path audit = Files.writeString(folder.resolve("audit.log"), LEASE);
    Path log = Files.writeString(folder.resolve("postgresql.json"), SESSION.replace("HOST", host));
    Stream<String> inputs = Stream.of("--vault-audit=" + audit, "--postgresql=" + log);
    return AskedAudit.of(Stream.concat(Stream.of(question), inputs).toArray(String[]::new));
  }
}
