// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestBedTest {
  @ParameterizedTest
  @EnumSource
  void givesRolesThatWorkAndEndWithTheirLease(PostgresVersion version) throws Exception {
    try (TestBed bed = TestBed.start(TestBedOptions.defaults().withPostgres(version))) {
      bed.postgres().executeAsOwner("CREATE TABLE orders (id serial PRIMARY KEY, what text)");
      Application application = Application.logIn(bed);
      JsonNode lease = application.lease();
      String role = lease.path("data").path("username").asText();
      assertThat(lease.path("lease_duration").asInt()).isEqualTo(60);
      assertThat(bed.postgres().ephemeralRoles()).containsExactly(role);

      try (Connection connection = application.connect(lease);
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO orders (what) VALUES ('tea')");
        assertThat(bed.postgres().sessions()).containsEntry(role, 1);
        String until = validUntil(bed, role);
        application.vault().write("sys/leases/renew", renewal(lease, 120));
        assertThat(validUntil(bed, role)).isGreaterThan(until);

        application.vault().write("sys/leases/revoke", revocation(lease));
        SQLException ended =
            catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 1"));
        assertThat(ended.getSQLState()).isEqualTo("57P01");
      }
      assertThat(bed.postgres().ephemeralRoles()).isEmpty();
      assertThat(bed.postgres().query("SELECT 1 FROM pg_roles WHERE rolname LIKE 'v-%'")).isEmpty();
      assertThat(Files.readString(bed.vault().auditLog()))
          .contains("database/creds/orders")
          .doesNotContain(lease.path("data").path("password").asText());
    }
  }

  @Test
  void revokesALeaseWhoseRoleIsAlreadyGone() throws Exception {
    try (TestBed bed = TestBed.start()) {
      Application application = Application.logIn(bed);
      JsonNode lease = application.lease();
      bed.postgres().dropRole(lease.path("data").path("username").asText());
      bed.vault().revoke(lease.path("lease_id").asText());

      application.lease();
      application.lease();
      bed.vault().revokePrefix(TestBed.CREDS_PATH);
      assertThat(bed.postgres().ephemeralRoles()).isEmpty();
    }
  }

  @Test
  void allowsTheApplicationNothingElse() throws Exception {
    try (TestBed bed = TestBed.start()) {
      Application application = Application.logIn(bed);
      assertThatThrownBy(() -> application.vault().read("database/creds/other"))
          .isInstanceOf(TestBedException.class)
          .hasMessageContaining("403");
      assertThatThrownBy(() -> application.vault().read("sys/mounts")).hasMessageContaining("403");
      application.vault().read("auth/token/lookup-self");
      application.vault().write("auth/token/renew-self", Map.of());
      application.vault().write("auth/token/revoke-self", Map.of());
      assertThatThrownBy(application::lease).hasMessageContaining("403");
    }
  }

  private static String validUntil(TestBed bed, String role) {
    String sql = "SELECT rolvaliduntil FROM pg_roles WHERE rolname = '" + role + "'";
    return String.valueOf(bed.postgres().query(sql).get(0).get(0));
  }

  private static Map<String, ?> renewal(JsonNode lease, int seconds) {
    return Map.of("lease_id", lease.path("lease_id").asText(), "increment", seconds);
  }

  private static Map<String, ?> revocation(JsonNode lease) {
    return Map.of("lease_id", lease.path("lease_id").asText(), "sync", true);
  }
}
