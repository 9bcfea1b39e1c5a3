// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pods that Leasehold was added to are said not to rotate (LA13); a lease lives one hour. */
class InjectedPodTest {

  private static final String ENTRY =
      "{\"auth\":{\"accessor\":\"%1$d\",\"display_name\":\"kubernetes-shop-%2$s\",\"metadata\":{\"service_account_name\":\"%2$s\","
          + "\"service_account_namespace\":\"shop\"}},\"request\":{\"id\":\"%1$d\",\"operation\":\"read\",\"path\":\"database/%3$s\","
          + "\"remote_address\":\"%4$s\"},\"response\":{%5$s\"data\":{}},\"time\":\"2026-11-18T%6$sZ\",\"type\":\"response\"}";
  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"%1$s\",\"namespace\":\"shop\",\"uid\":\"u-%1$s\",%4$s"
          + "\"annotations\":{\"leasehold.dev/injected\":\"x\"},\"creationTimestamp\":\"2026-11-18T10:00:00Z\"},"
          + "\"spec\":{\"serviceAccountName\":\"orders\"},\"status\":{%2$s%3$s\"phase\":\"Running\"}}\n";

  private static final String NEWEST =
      "{\"kind\":\"Event\",\"metadata\":{\"creationTimestamp\":\"2026-11-18T16:00:00Z\"},\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"kube-system\",\"name\":\"dns\"},"
          + "\"reason\":\"Unhealthy\"}\n";

  private final Path folder;
  private final List<String> log = new ArrayList<>();
  private final List<String> pods = new ArrayList<>(List.of(NEWEST));

  InjectedPodTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void beginAndEndTheLog() {
    entry("other", "creds/other", "10.9.9.9", "09:00:00");
    entry("other", "creds/other", "10.9.9.9", "16:00:00");
  }

  @Test
  void aPodThatTakesNoLeaseIsFound() throws Exception {
    pod("orders-1", "10.0.0.1", "10:00:00", "");
    assertThat(found()).containsExactly("shop/orders-1");
  }

  @Test
  void aStaticRoleBehindAProxyMayBeThePodsOwn() throws Exception {
    pod("orders-1", "10.0.0.1", "10:00:00", "");
    entry("orders", "static-creds/orders", "10.0.0.9", "11:00:00");
    assertThat(found("--proxy=10.0.0.9")).isEmpty();
    entry("stock", "static-creds/stock", "10.0.0.8", "11:00:00");
    log.remove(2);
    assertThat(found("--proxy=10.0.0.8/31")).containsExactly("shop/orders-1");
  }

  @Test
  void aStaticRoleOfAnEarlierPodOfTheAddressIsNotThePodsOwn() throws Exception {
    pod("orders-1", "10.0.0.1", "10:00:00", "11:00:00");
    pod("orders-2", "10.0.0.1", "12:00:00", "");
    entry("orders", "static-creds/orders", "10.0.0.1", "10:30:00");
    assertThat(found()).containsExactly("shop/orders-2");
    entry("orders", "static-creds/orders", "10.0.0.1", "12:30:00");
    assertThat(found()).isEmpty();
  }

  /** Vault answers each try with 400. */
  @Test
  void aRoleThatDoesNotExistIsNotThePodsOwn() throws Exception {
    pod("orders-1", "10.0.0.1", "10:00:00", "");
    for (String address : List.of("10.0.0.1", "10.0.0.9")) {
      entry("orders", "static-creds/nobody", address, "11:00:00");
      log.set(2, log.get(2).replace("\"data\":{}", "\"data\":{\"error\":\"hmac-sha256:ab\"}"));
      assertThat(found("--proxy=10.0.0.9")).as(address).containsExactly("shop/orders-1");
      log.remove(2);
    }
  }

  @Test
  void aLeaseFromTheAddressOfANodeMayBeThatOfEachOfItsPods() throws Exception {
    pod("orders-1", "10.0.0.1", "10:00:00", "");
    entry("orders", "creds/orders", "10.0.0.1", "10:30:00");
    pod("orders-2", "10.0.0.1", "11:00:00", "");
    pod("orders-3", "10.0.0.1", "11:00:00", "");
    entry("orders", "creds/orders", "10.0.0.1", "15:30:00");
    assertThat(found()).isEmpty();
    log.remove(3);
    assertThat(found())
        .containsExactlyInAnyOrder("shop/orders-1", "shop/orders-2", "shop/orders-3");
  }

  @Test
  void aPodThatWaitsForANodeDoesNotRunYet() throws Exception {
    pod("orders-1", "", "", "");
    assertThat(found()).isEmpty();
    pod("orders-1", "10.0.0.1", "15:30:00", "");
    assertThat(found()).isEmpty();
    pods.remove(2);
    pod("orders-1", "10.0.0.1", "13:00:00", "");
    assertThat(found()).containsExactly("shop/orders-1");
  }

  private void pod(String name, String address, String from, String until) {
    pods.add(
        POD.formatted(
            name,
            address.isEmpty() ? "" : "\"podIP\":\"" + address + "\",",
            from.isEmpty() ? "" : "\"startTime\":\"2026-11-18T" + from + "Z\",",
            until.isEmpty() ? "" : "\"deletionTimestamp\":\"2026-11-18T" + until + "Z\","));
  }

  private void entry(String account, String path, String address, String time) {
    String secret =
        path.startsWith("static")
            ? ""
            : "\"secret\":{\"lease_id\":\"database/" + path + "/" + log.size() + "\"},";
    log.add(ENTRY.formatted(log.size(), account, path, address, secret, time));
  }

  private List<String> found(String... options) throws Exception {
    Path audit = Files.write(folder.resolve("audit.log"), log);
    Path saved = Files.write(folder.resolve("pods.json"), pods);
    Stream<String> question =
        Stream.of(
            "findings", "--lease-ttl=1h/1h", "--vault-audit=" + audit, "--kubernetes=" + saved);
    List<String> found = new ArrayList<>();
    for (JsonNode each :
        AskedAudit.of(Stream.concat(question, Stream.of(options)).toArray(String[]::new))
            .get("findings")) {
      if (each.get("code").asText().equals("LA13")) {
        found.add(each.get("pod").asText());
      }
    }
    return found;
  }
}
