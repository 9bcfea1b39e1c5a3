// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vault names a role, and waits for the database before it answers. Its log has a hash of the name,
 * and the session has no name.
 */
class SlowLeaseTest {

  private static final String ROLE = "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000";

  private static final String EARLIER = ROLE.replace("-1795000000", "-1794999999");

  private static final String FIRST =
      "{\"request\":{\"id\":\"f\",\"operation\":\"read\",\"path\":\"sys/mounts\"},\"time\":\"2026-11-18T11:00:00Z\",\"type\":\"response\"}";
  private static final String REQUEST =
      "{\"request\":{\"id\":\"r\",\"operation\":\"read\",\"path\":\"database/creds/orders\"},\"time\":\"2026-11-18T11:06:40.100Z\","
          + "\"type\":\"request\"}";
  private static final String ANSWER =
      "{\"auth\":{\"accessor\":\"a\",\"display_name\":\"kubernetes-shop-orders\",\"metadata\":{\"service_account_name\":\"orders\","
          + "\"service_account_namespace\":\"shop\"}},\"request\":{\"id\":\"r\",\"operation\":\"read\",\"path\":\"database/creds/orders\","
          + "\"remote_address\":\"10.0.0.1\"},\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/1\"},"
          + "\"data\":{\"username\":\"hmac-sha256:ab\"}},\"time\":\"2026-11-18T%sZ\",\"type\":\"response\"}";
  private static final String SESSION =
      "{\"timestamp\":\"2026-11-18 11:09:00.000 UTC\",\"user\":\"%s\",\"dbname\":\"app\",\"remote_host\":\"10.0.0.1\","
          + "\"session_id\":\"65f.1\",\"line_num\":2,\"ps\":\"idle\",\"session_start\":\"2026-11-18 11:09:00 UTC\",\"vxid\":\"9/2\","
          + "\"error_severity\":\"LOG\",\"message\":\"x\",\"backend_type\":\"client backend\"}";

  private final Path audit;
  private final Path postgres;

  SlowLeaseTest(@TempDir Path folder) {
    audit = folder.resolve("audit.log");
    postgres = folder.resolve("postgresql.json");
  }

  /** Within one second, in 12, and in the 90 after which Vault ends a request. */
  @ParameterizedTest
  @ValueSource(strings = {"11:06:40.900", "11:06:52.900", "11:08:10.050"})
  void aRoleBelongsToTheLeaseThatWasAnsweredLongAfterItsSecond(String answered) throws Exception {
    write(answered, ROLE);
    assertThat(certainty(ROLE)).startsWith("likely: ");
    assertThat(ask("findings").at("/findings").findValuesAsText("code")).doesNotContain("LA01");
  }

  /** The request had not begun then. */
  @Test
  void aRoleOfAnEarlierSecondDoesNot() throws Exception {
    write("11:06:52.900", EARLIER);
    assertThat(certainty(EARLIER)).startsWith("none: ");
    assertThat(ask("findings").at("/findings").findValuesAsText("code")).contains("LA01");
  }

  private void write(String answered, String role) throws IOException {
    Files.write(audit, List.of(FIRST, REQUEST, ANSWER.formatted(answered)));
    Files.writeString(postgres, SESSION.formatted(role));
  }

  private String certainty(String role) throws IOException {
    return ask("role", role).at("/role/0/certainty").asText();
  }

  private JsonNode ask(String... question) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(question));
    arguments.add("--vault-audit=" + audit);
    arguments.add("--postgresql=" + postgres);
    return AskedAudit.of(arguments.toArray(String[]::new));
  }
}
