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
 * Two pods of a service take a lease each in one second, and a session runs as each role. Vault's
 * log has hashes of the roles' names.
 */
class PossibleLeaseTest {

  private static final String R1 = "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000";
  private static final String R2 = "v-kubernet-orders-s8rq7pnm6lkj5hgf4dcb-1795000000";
  private static final String HASHED = "hmac-sha256:ab";
  private static final String POSSIBLE =
      "possible: one of 2 leases of the second in which the role was made";

  private static final String LEASE =
      "{\"auth\":{\"accessor\":\"%1$s\",\"display_name\":\"kubernetes-shop-orders\",\"metadata\":{\"service_account_name\":\"orders\","
          + "\"service_account_namespace\":\"shop\"}},\"request\":{\"id\":\"%1$s\",\"operation\":\"read\",\"path\":\"database/creds/orders\","
          + "\"remote_address\":\"10.0.0.%2$s\"},\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/%1$s\"},"
          + "\"data\":{\"username\":\"%3$s\"}},\"time\":\"2026-11-18T11:06:%4$sZ\",\"type\":\"response\"}";
  private static final String SESSION =
      "{\"timestamp\":\"2026-11-18 11:06:41.000 UTC\",\"user\":\"%1$s\",\"dbname\":\"app\",\"remote_host\":\"10.0.0.%2$s\","
          + "\"session_id\":\"65f.%2$s\",\"line_num\":2,\"ps\":\"authentication\",\"session_start\":\"2026-11-18 11:06:41 UTC\",\"vxid\":\"9/2\","
          + "\"error_severity\":\"LOG\",\"message\":\"x\",\"application_name\":\"orders\",\"backend_type\":\"client backend\"}";
  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"orders-%1$s\",\"namespace\":\"shop\",\"uid\":\"u-%1$s\","
          + "\"creationTimestamp\":\"2026-11-18T10:00:00Z\"},\"spec\":{\"serviceAccountName\":\"orders\"},"
          + "\"status\":{\"podIP\":\"10.0.0.%1$s\",\"startTime\":\"2026-11-18T10:00:00Z\"}}";

  private final Path folder;

  PossibleLeaseTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aRoleHasEachLeaseAndPodThatItMayBelongTo() throws Exception {
    JsonNode role = ask("role", R1);
    assertThat(texts(role, "role", "certainty")).containsExactly(POSSIBLE);
    assertThat(texts(role, "lease", "lease_id")).containsExactly(lease("a"), lease("b"));
    assertThat(texts(role, "lease", "certainty")).containsOnly(POSSIBLE);
    assertThat(texts(role, "pod", "name")).containsExactly("orders-1", "orders-2");
    assertThat(texts(role, "pod", "certainty")).allMatch(each -> each.startsWith(POSSIBLE + "; "));
  }

  @Test
  void aPodHasEachRoleThatMayBeItsOwn() throws Exception {
    for (String pod : List.of("orders-1", "shop/orders-2")) {
      JsonNode answer = ask("pod", pod);
      assertThat(texts(answer, "leases", "role")).containsExactly(R1, R2);
      assertThat(texts(answer, "leases", "role_certainty")).containsOnly(POSSIBLE);
      assertThat(texts(answer, "sessions", "role")).containsExactly(R1, R2);
      assertThat(texts(answer, "sessions", "role_certainty")).containsOnly(POSSIBLE);
      assertThat(texts(answer, "timeline", "event"))
          .containsExactlyInAnyOrder("pod started", "lease taken");
    }
  }

  @Test
  void aLeaseHasEachRoleThatMayBeItsOwn() throws Exception {
    JsonNode answer = ask("lease", lease("a"));
    assertThat(texts(answer, "roles", "role")).containsExactly(R1, R2);
    assertThat(texts(answer, "sessions", "role")).containsExactly(R1, R2);
    assertThat(texts(answer, "sessions", "role_certainty")).containsOnly(POSSIBLE);
    assertThat(texts(answer, "timeline", "event")).containsExactly("lease taken");
    assertThat(texts(ask("at", "2026-11-18T11:10:00Z"), "roles", "role_certainty"))
        .containsOnly("possible: one of the roles that audit lease shows");
  }

  /** A template of names may have nothing in it that is of one lease alone. */
  @Test
  void aNameThatTwoLeasesHadIsNotThatOfOne() throws Exception {
    JsonNode role = ask("fixed", "role", "fixed");
    assertThat(texts(role, "role", "certainty"))
        .containsExactly("possible: one of 2 leases whose roles had this name");
    assertThat(texts(role, "lease", "lease_id")).containsExactly(lease("a"), lease("b"));
  }

  private static String lease(String name) {
    return "database/creds/orders/" + name;
  }

  private JsonNode ask(String... question) throws Exception {
    return ask(HASHED, question[0], question[1]);
  }

  private JsonNode ask(String username, String question, String subject) throws Exception {
    Path audit =
        Files.write(
            folder.resolve("audit.log"),
            List.of(
                LEASE.formatted("a", "1", username, "40.100"),
                LEASE.formatted("b", "2", username, "40.600")));
    Path postgres =
        Files.write(
            folder.resolve("postgresql.json"),
            List.of(SESSION.formatted(R1, "1"), SESSION.formatted(R2, "2")));
    Path pods =
        Files.writeString(
            folder.resolve("pods.json"), POD.formatted("1") + "\n" + POD.formatted("2"));
    return AskedAudit.of(
        question,
        subject,
        "--vault-audit=" + audit,
        "--postgresql=" + postgres,
        "--kubernetes=" + pods);
  }

  private static List<String> texts(JsonNode answer, String section, String column) {
    List<String> texts = new ArrayList<>();
    answer.get(section).forEach(row -> texts.add(row.get(column).asText()));
    return texts;
  }
}
