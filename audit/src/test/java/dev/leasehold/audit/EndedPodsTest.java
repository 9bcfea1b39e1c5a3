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

/** Six pods of a service take a lease each within five minutes, and are deleted. */
class EndedPodsTest {

  private static final String LEASE =
      "{\"auth\":{\"accessor\":\"%1$d\",\"display_name\":\"jwt-system:serviceaccount:shop:orders\",\"metadata\":{\"pod\":\"orders-%1$d\"}},"
          + "\"request\":{\"id\":\"%1$d\",\"operation\":\"read\",\"path\":\"database/creds/orders\",\"remote_address\":\"10.0.0.%1$d\"},"
          + "\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/%1$d\"},\"data\":{}},"
          + "\"time\":\"2026-11-18T11:0%1$d:10Z\",\"type\":\"response\"}";
  private static final String REQUEST =
      "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"RequestResponse\",\"stage\":\"ResponseComplete\",\"verb\":\"%2$s\","
          + "\"user\":{\"username\":\"x\"},\"objectRef\":{\"resource\":\"pods\",\"namespace\":\"shop\",\"name\":\"orders-%1$d\"%3$s},"
          + "\"responseStatus\":{\"code\":201},%4$s"
          + "\"requestReceivedTimestamp\":\"2026-11-18T11:0%1$d:%5$sZ\",\"stageTimestamp\":\"2026-11-18T11:0%1$d:%5$sZ\"}";
  private static final String BINDING =
      "\"requestObject\":{\"kind\":\"Binding\",\"metadata\":{\"name\":\"orders-%1$d\",\"uid\":\"u-%1$d\"},\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}},";

  private final Path folder;

  EndedPodsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void podsThatEndSoonAfterTheirStartAreALoop() throws Exception {
    assertThat(found(true)).contains("LA08");
  }

  /** The log of the API server begins after they had started. */
  @Test
  void podsWhoseStartIsNotKnownAreNone() throws Exception {
    assertThat(found(false)).doesNotContain("LA08");
  }

  private List<String> found(boolean isStartLogged) throws Exception {
    List<String> leases = new ArrayList<>();
    List<String> requests = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      if (isStartLogged) {
        requests.add(
            REQUEST.formatted(
                i, "create", ",\"subresource\":\"binding\"", BINDING.formatted(i), "05"));
      }
      leases.add(LEASE.formatted(i));
      requests.add(REQUEST.formatted(i, "delete", "", "", "20"));
    }
    Path audit = Files.write(folder.resolve("audit.log"), leases);
    Path log = Files.write(folder.resolve("kubernetes.log"), requests);
    JsonNode findings =
        AskedAudit.of("findings", "--vault-audit=" + audit, "--kubernetes-audit=" + log)
            .get("findings");
    return findings.findValuesAsText("code");
  }
}
