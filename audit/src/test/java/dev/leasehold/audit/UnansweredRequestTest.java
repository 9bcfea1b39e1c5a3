// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request without its answer, in a log of ten minutes. */
class UnansweredRequestTest {

  private static final String REFUSED =
      "\"error\":\"wrapping token is not valid or does not exist\",";

  private final Path folder;

  UnansweredRequestTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void isAGap() throws Exception {
    for (String path : List.of("database/creds/orders", "sys/audit/file", "sys/wrapping/unwrap")) {
      assertThat(gaps(request("08:20", path, ""))).as(path).containsExactly("an answer is missing");
    }
  }

  /** Vault ends a request after 90 s. */
  @Test
  void isNoGapWhereTheLogMayEndOrBeginBetweenTheTwo() throws Exception {
    assertThat(gaps(request("08:40", "database/creds/orders", ""))).isEmpty();
    assertThat(gaps(entry("01:20", "database/creds/orders", "", "response"))).isEmpty();
  }

  @Test
  void isNoGapWhereVaultRefusesItOrWritesNoAnswer() throws Exception {
    assertThat(gaps(request("05:00", "sys/wrapping/unwrap", REFUSED))).isEmpty();
    for (String path : List.of("sys/audit/test", "sys/monitor", "sys/seal", "sys/step-down")) {
      assertThat(gaps(request("05:00", path, ""))).as(path).isEmpty();
    }
  }

  /** The request of a stream may be older than the log. */
  @Test
  void isNoGapOfTheOtherKindWhereItIsOfAStream() throws Exception {
    String denied = "\"error\":\"permission denied\",";
    assertThat(gaps(entry("05:00", "sys/monitor", "", "response"))).isEmpty();
    assertThat(gaps(entry("05:00", "sys/monitor", denied, "response")))
        .containsExactly("a request is missing");
  }

  /** A request that was denied has both. */
  @Test
  void isNoGapOfTheOtherKindWhereItHasAnErrorAndAnAnswer() throws Exception {
    String denied = "\"error\":\"permission denied\",";
    String answer = entry("05:00", "database/creds/orders", denied, "response");
    assertThat(gaps(request("05:00", "database/creds/orders", denied) + "\n" + answer)).isEmpty();
    assertThat(gaps(answer)).containsExactly("a request is missing");
  }

  private List<String> gaps(String entries) throws Exception {
    String begin = entry("00:00", "sys/mounts", "", "response");
    String end = entry("10:00", "sys/mounts", "", "response");
    Path audit = folder.resolve("audit.log");
    Files.writeString(audit, String.join("\n", begin, entries, end));
    JsonNode findings = AskedAudit.of("findings", "--vault-audit=" + audit).get("findings");
    return findings.findParents("code").stream()
        .filter(each -> each.get("code").asText().equals("LA14"))
        .map(each -> each.get("detail").asText())
        .toList();
  }

  private static String request(String time, String path, String error) {
    return entry(time, path, error, "request");
  }

  private static String entry(String time, String path, String error, String type) {
    return "{\"request\":{\"id\":\"%1$s %2$s\",\"operation\":\"read\",\"path\":\"%2$s\"},%3$s\"time\":\"2026-11-18T11:%1$s.0Z\",\"type\":\"%4$s\"}"
        .formatted(time, path, error, type);
  }
}
