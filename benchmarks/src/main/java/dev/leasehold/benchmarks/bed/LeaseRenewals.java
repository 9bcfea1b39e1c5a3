// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The renewals of leases that Vault has granted, by the program that asked for them.
 *
 * @param sidecar how many the sidecar asked for
 * @param vaultAgent how many Vault's own agent asked for
 */
public record LeaseRenewals(int sidecar, int vaultAgent) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Counts the renewals in an audit log of Vault, which names the program that makes a request. */
  public static LeaseRenewals in(Path auditLog) throws IOException {
    int sidecar = 0;
    int vaultAgent = 0;
    for (String line : Files.readAllLines(auditLog)) {
      JsonNode entry = JSON.readTree(line);
      if (isRenewal(entry)) {
        String program = entry.at("/request/headers/user-agent/0").asText();
        sidecar += program.startsWith("leasehold/") ? 1 : 0;
        vaultAgent += program.startsWith("Vault Agent") ? 1 : 0;
      }
    }
    return new LeaseRenewals(sidecar, vaultAgent);
  }

  private static boolean isRenewal(JsonNode entry) {
    return entry.path("type").asText().equals("response")
        && entry.at("/request/path").asText().equals("sys/leases/renew")
        && entry.path("error").isMissingNode();
  }

  /** Returns the renewals that came after earlier renewals of the same log. */
  public LeaseRenewals since(LeaseRenewals earlier) {
    return new LeaseRenewals(sidecar - earlier.sidecar, vaultAgent - earlier.vaultAgent);
  }
}
