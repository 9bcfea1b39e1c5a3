// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which accounts a pod that Leasehold was added to may use without finding LA11. */
class KnownAccountTest {

  private static final String READ =
      "{\"auth\":{\"accessor\":\"%6$s\",\"display_name\":\"kubernetes-shop-%5$s\",\"metadata\":{\"service_account_name\":\"%5$s\",\"service_account_namespace\":\"shop\"}},%4$s\"request\":{\"id\":\"%2$s\",\"operation\":\"read\",\"path\":\"database/%1$s/orders\","
          + "\"remote_address\":\"%6$s\"},\"response\":{%3$s\"data\":{\"username\":\"%2$s\"}},\"time\":\"2026-11-18T11:06:40Z\","
          + "\"type\":\"response\"}";
  private static final String SESSION =
      "{\"timestamp\":\"2026-11-18 11:06:41.000 UTC\",\"user\":\"%1$s\",\"dbname\":\"app\",\"remote_host\":\"10.0.0.1\","
          + "\"session_id\":\"65f.%2$d\",\"line_num\":2,\"ps\":\"idle\",\"session_start\":\"2026-11-18 11:06:41 UTC\",\"vxid\":\"9/2\","
          + "\"error_severity\":\"LOG\",\"message\":\"x\",\"backend_type\":\"client backend\"}";
  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"orders-1\",\"namespace\":\"shop\",\"uid\":\"u-1\","
          + "\"annotations\":{\"leasehold.dev/injected\":\"x\"},\"creationTimestamp\":\"2026-11-18T10:00:00Z\"},"
          + "\"spec\":{\"serviceAccountName\":\"orders\"},\"status\":{\"podIP\":\"10.0.0.1\",\"startTime\":\"2026-11-18T10:00:00Z\"}}";

  private final Path folder;
  private final List<String> log = new ArrayList<>();

  KnownAccountTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theRoleOfALeaseWhoseNameIsOfAnotherTemplate() throws Exception {
    read("creds", "app-orders-7", "\"secret\":{\"lease_id\":\"database/creds/orders/1\"},", "");
    assertThat(found(List.of("app-orders-7", "app-orders-8"))).containsExactly("app-orders-8");
  }

  @Test
  void theAccountOfAStaticRoleWhoseNameIsInClear() throws Exception {
    read("static-creds", "orders_app", "", "");
    read("static-creds", "reports_app", "", "\"error\":\"permission denied\",");
    assertThat(found(List.of("orders_app", "reports_app"))).containsExactly("reports_app");
  }

  /** A password that others may read is no reason for a pod to use it. */
  @Test
  void theAccountOfAStaticRoleThatThePodOrItsServiceAccountReads() throws Exception {
    staticRead("of_its_address", "admin", "10.0.0.1");
    staticRead("of_its_account", "orders", "10.0.0.9");
    staticRead("of_another_account", "reports", "10.0.0.9");
    staticRead("of_an_admin", "admin", "192.0.2.7");
    List<String> others = List.of("of_another_account", "of_an_admin");
    List<String> own = List.of("of_its_address", "of_its_account");
    assertThat(found(Stream.concat(own.stream(), others.stream()).toList()))
        .containsExactlyInAnyOrderElementsOf(others);
    assertThat(found(own, "--proxy=10.0.0.1")).containsExactly("of_its_address");
  }

  @Test
  void theAccountThatTheUserNames() throws Exception {
    read("static-creds", "hmac-sha256:ab", "", "");
    List<String> used = List.of("orders_app", "legacy_app", "hmac-sha256:ab");
    assertThat(found(used)).containsExactlyInAnyOrderElementsOf(used);
    assertThat(found(used, "--known-account=orders_app", "--known-account=hmac-sha256:ab"))
        .containsExactly("legacy_app");
  }

  @Test
  void noneThatIsToBeUsedNoLonger() throws Exception {
    read("static-creds", "orders_app", "", "");
    assertThat(found(List.of("orders_app"), "--static-account=orders_app"))
        .containsExactly("orders_app");
  }

  private void read(String engine, String username, String secret, String error) {
    log.add(READ.formatted(engine, username, secret, error, "orders", "10.0.0.1"));
  }

  private void staticRead(String username, String account, String address) {
    log.add(READ.formatted("static-creds", username, "", "", account, address));
  }

  /** Returns the accounts of LA11, where each of the accounts has a session of the pod. */
  private List<String> found(List<String> accounts, String... options) throws Exception {
    List<String> sessions = new ArrayList<>();
    for (String account : accounts) {
      sessions.add(SESSION.formatted(account, sessions.size()));
    }
    Path audit = Files.write(folder.resolve("audit.log"), log);
    Path postgres = Files.write(folder.resolve("postgresql.json"), sessions);
    Path pods = Files.writeString(folder.resolve("pods.json"), POD);
    Stream<String> question =
        Stream.of(
            "findings",
            "--vault-audit=" + audit,
            "--postgresql=" + postgres,
            "--kubernetes=" + pods);
    List<String> found = new ArrayList<>();
    for (JsonNode each :
        AskedAudit.of(Stream.concat(question, Stream.of(options)).toArray(String[]::new))
            .get("findings")) {
      if (each.get("code").asText().equals("LA11")) {
        found.add(each.get("role").asText());
      }
    }
    return found;
  }
}
