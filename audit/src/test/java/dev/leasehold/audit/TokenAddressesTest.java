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
 * Tokens of two pods of one service account, each with IPv4 and IPv6, and a third that has ended.
 */
class TokenAddressesTest {

  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"%1$s\",\"namespace\":\"shop\",\"uid\":\"u-%1$s\",%3$s"
          + "\"creationTimestamp\":\"2026-11-18T10:00:00Z\"},\"spec\":{\"serviceAccountName\":\"orders\"},\"status\":{\"phase\":\"Running\","
          + "\"podIP\":\"10.0.0.%2$s\",\"podIPs\":[{\"ip\":\"10.0.0.%2$s\"},{\"ip\":\"fd00::%2$s\"}],\"startTime\":\"2026-11-18T10:00:00Z\"}}";

  private final Path folder;
  private final List<String> log = new ArrayList<>();

  TokenAddressesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void areThoseOfTheTokensPodOrAFinding() throws Exception {
    login("own", "10.0.0.1");
    use("own", "10.0.0.1", 11);
    use("own", "fd00::1", 12);
    login("shared", "10.0.0.1");
    use("shared", "10.0.0.1", 11);
    use("shared", "10.0.0.2", 12);
    login("taken", "10.0.0.1");
    use("taken", "10.0.0.2", 11);
    use("taken", "fd00::2", 12);
    use("before", "10.0.0.1", 11);
    use("before", "fd00::1", 12);
    use("between", "10.0.0.1", 11);
    use("between", "fd00::2", 12);
    use("between", "fd00::1", 13);
    login("later", "10.0.0.3");
    use("later", "10.0.0.3", 11);
    use("later", "fd00::3", 14);
    assertThat(found())
        .containsExactlyInAnyOrder(
            "10.0.0.2: 2 addresses used a token of shared-shop-orders: 10.0.0.1, 10.0.0.2",
            "fd00::2: 3 addresses used a token of taken-shop-orders: 10.0.0.1, fd00::2",
            "fd00::2: 3 addresses used a token of between-shop-orders: 10.0.0.1, fd00::2",
            "fd00::3: 2 addresses used a token of later-shop-orders: 10.0.0.3, fd00::3");
  }

  private List<String> found() throws Exception {
    Path audit = Files.write(folder.resolve("audit.log"), log);
    String ended = "\"deletionTimestamp\":\"2026-11-18T12:00:00Z\",";
    Path pods =
        Files.writeString(
            folder.resolve("pods.json"),
            POD.formatted("a", "1", "")
                + POD.formatted("b", "2", "")
                + POD.formatted("c", "3", ended));
    JsonNode findings =
        AskedAudit.of("findings", "--vault-audit=" + audit, "--kubernetes=" + pods).get("findings");
    List<String> found = new ArrayList<>();
    for (JsonNode each : findings) {
      if (each.get("code").asText().equals("LA10")) {
        found.add(
            each.get("address").asText()
                + ": "
                + each.get("occurrences").asText()
                + ' '
                + each.get("detail").asText());
      }
    }
    return found;
  }

  private void login(String token, String address) {
    String response = "{\"auth\":" + auth(token) + ",\"mount_type\":\"kubernetes\"}";
    entry(token, "auth/" + token + "/login", address, 10, response, "");
  }

  private void use(String token, String address, int hour) {
    entry(
        token,
        "auth/token/lookup-self",
        address,
        hour,
        "{}",
        "\"client_token_accessor\":\"" + token + "\",");
  }

  private void entry(
      String token, String path, String address, int hour, String response, String client) {
    log.add(
        ("{\"auth\":%s,\"request\":{%s\"id\":\"%d\",\"operation\":\"update\",\"path\":\"%s\",\"remote_address\":\"%s\"},"
                + "\"response\":%s,\"time\":\"2026-11-18T%d:30:00Z\",\"type\":\"response\"}")
            .formatted(auth(token), client, log.size(), path, address, response, hour));
  }

  private static String auth(String token) {
    return ("{\"accessor\":\"%1$s\",\"display_name\":\"%1$s-shop-orders\",\"metadata\":{\"service_account_name\":\"orders\","
            + "\"service_account_namespace\":\"shop\"}}")
        .formatted(token);
  }
}
