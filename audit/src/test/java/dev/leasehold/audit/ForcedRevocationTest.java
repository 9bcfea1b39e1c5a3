// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a lease in the log of Vault's server, where its role may live on. */
class ForcedRevocationTest {

  private static final String LEASE = "database/creds/orders/x";
  private static final String TAKEN =
      "{\"auth\":{\"accessor\":\"hmac-sha256:aa\",\"display_name\":\"kubernetes-shop-orders\",\"metadata\":{\"service_account_name\":"
          + "\"orders\",\"service_account_namespace\":\"shop\"}},\"request\":{\"id\":\"1\",\"operation\":\"read\",\"path\":"
          + "\"database/creds/orders\",\"remote_address\":\"10.0.0.7\"},\"response\":{\"secret\":{\"lease_id\":\""
          + LEASE
          + "\"}},\"time\":\"2026-11-18T11:00:00Z\",\"type\":\"response\"}";

  private static final String REVOKED =
      "2026-11-18T11:%s.102Z [INFO]  expiration: revoked lease: lease_id=" + LEASE + "\n";
  private static final String FAILED =
      "2026-11-18T11:%s.102Z [ERROR] expiration: failed to revoke lease: lease_id="
          + LEASE
          + " error=\"failed to revoke entry\"\n";
  private static final String FORCED =
      "2026-11-18T11:%s.102Z [WARN]  expiration: revocation from the backend failed, but in force mode so ignoring. external resources may"
          + " be orphaned.: lease_id="
          + LEASE
          + "\n  error=\n  | failed to revoke entry\n";

  private static final String AS_JSON =
      "{\"@level\":\"warn\",\"@message\":\"revocation from the backend failed, but in force mode so ignoring. external resources may be"
          + " orphaned.\",\"@module\":\"expiration\",\"@timestamp\":\"2026-11-18T11:10:00.102000Z\",\"error\":\"x\",\"lease_id\":\""
          + LEASE
          + "\"}\n";

  private final Path folder;

  ForcedRevocationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void hidesNoRoleThatVaultCouldNotDrop() throws Exception {
    for (String forced : new String[] {FORCED.formatted("10:00"), AS_JSON}) {
      JsonNode answer = asked(forced + REVOKED.formatted("10:00"));
      assertThat(answer.at("/lease/0/ended_by").asText()).isEqualTo("server log");
      assertThat(answer.get("findings").findValuesAsText("code")).containsExactly("LA06");
      assertThat(answer.at("/findings/0/detail").asText()).endsWith("could not be revoked");
    }
  }

  @Test
  void isNotMadeOfARevocationThatFailsAtFirst() throws Exception {
    String failed = FAILED.formatted("05:00");
    assertThat(asked(failed).at("/findings/0/code").asText()).isEqualTo("LA06");
    assertThat(asked(failed + REVOKED.formatted("10:00")).get("findings")).isEmpty();
  }

  private JsonNode asked(String log) throws Exception {
    Path audit = Files.writeString(folder.resolve("audit.log"), TAKEN);
    Path server = Files.writeString(folder.resolve("vault.log"), log);
    return AskedAudit.of("lease", LEASE, "--vault-audit=" + audit, "--vault-log=" + server);
  }
}
