// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.vault.VaultApi;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/**
 * Does the agent's work by hand: logs in with the service account's token, takes out leases,
 * connects.
 */
final class Application {
  private final TestBed bed;
  private final VaultApi vault;

  private Application(TestBed bed, VaultApi vault) {
    this.bed = bed;
    this.vault = vault;
  }

  static Application logIn(TestBed bed) throws Exception {
    String jwt = Files.readString(bed.tokenFile());
    JsonNode answer =
        bed.vault()
            .api()
            .with("")
            .write("auth/jwt/login", Map.of("role", TestBed.ROLE, "jwt", jwt));
    String token = answer.path("auth").path("client_token").asText();
    return new Application(bed, bed.vault().api().with(token));
  }

  VaultApi vault() {
    return vault;
  }

  JsonNode lease() {
    return vault.read(TestBed.CREDS_PATH);
  }

  Connection connect(JsonNode lease) throws SQLException {
    JsonNode login = lease.path("data");
    return DriverManager.getConnection(
        bed.postgres().url(), login.path("username").asText(), login.path("password").asText());
  }
}
