// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lease whose answer is wrapped, and the request that takes it out. */
class WrappedLeaseTest {

  private static final String WRAPPED =
      "\"response\":{\"wrap_info\":{\"token\":\"hmac-sha256:01\"}},";
  private static final String REWRAPPED =
      "\"response\":{\"wrap_info\":{\"token\":\"hmac-sha256:02\"}},";
  private static final String LEASE =
      "\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/x\"}},";

  private final Path folder;

  WrappedLeaseTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aLeaseThatNoEntryTakesOutIsAGap() throws Exception {
    String read = entry("01", "database/creds/orders", "aa", WRAPPED);
    assertThat(gaps(read, entry("02", "sys/wrapping/unwrap", "01", LEASE))).isEmpty();
    assertThat(gaps(read)).hasSize(1);
    assertThat(gaps(read, entry("02", "cubbyhole/response", "01", "\"response\":{},"))).hasSize(1);
    String again = entry("02", "sys/wrapping/rewrap", "01", REWRAPPED);
    assertThat(gaps(read, again, entry("03", "sys/wrapping/unwrap", "02", LEASE))).hasSize(1);
  }

  @Test
  void aLeaseThatMayBeTakenOutYetOrThatIsNoneIsNoGap() throws Exception {
    assertThat(gaps(entry("07", "database/creds/orders", "aa", WRAPPED))).isEmpty();
    assertThat(gaps(entry("01", "database/static-creds/orders", "aa", WRAPPED))).isEmpty();
    String failed = WRAPPED + "\"error\":\"permission denied\",";
    assertThat(gaps(entry("01", "database/creds/orders", "aa", failed))).isEmpty();
  }

  /**
   * Returns the findings LA14 about wrapped answers in a log of ten minutes that has these entries.
   */
  private List<String> gaps(String... entries) throws Exception {
    String begin = entry("00", "sys/mounts", "aa", "");
    String end = entry("10", "sys/mounts", "aa", "");
    Path audit = folder.resolve("audit.log");
    Files.writeString(audit, begin + "\n" + String.join("\n", entries) + "\n" + end);
    JsonNode findings = AskedAudit.of("findings", "--vault-audit=" + audit).get("findings");
    return findings.findValuesAsText("detail").stream()
        .filter(each -> each.startsWith("a lease was taken in a wrapped answer"))
        .toList();
  }

  private static String entry(String minute, String path, String token, String response) {
    return "{\"auth\":{\"client_token\":\"hmac-sha256:"
        + token
        + "\",\"accessor\":\"hmac-sha256:a"
        + token
        + "\",\"display_name\":\"reader\"},\"request\":{\"id\":\""
        + (minute + path)
        + "\",\"operation\":\"read\",\"path\":\""
        + path
        + "\",\"remote_address\":\"10.0.0.7\"},"
        + response
        + "\"time\":\"2026-11-18T11:"
        + minute
        + ":00Z\",\"type\":\"response\"}";
  }
}
