// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The names that a role may have: a client that logs in to Vault has a part in the name. */
class RoleNamesIT {

  /** Forms of names, to which Vault adds some letters. The last two are cut to 63 bytes. */
  private static final List<String> NAMES =
      List.of(
          "v-x'y@example.org-",
          "v-\"; DROP ROLE app_rw; -- ",
          "v-$$; END $$; DROP ROLE app_rw; -- ",
          "v-$a_tag$-'''-\"\"-",
          "v-\\'; -- %I %s %%",
          "v-für-☃-",
          "v-" + "x".repeat(70),
          "v-x" + "é".repeat(40));

  private static LeasedServers servers;

  @BeforeAll
  static void start() {
    servers = LeasedServers.get();
  }

  static Stream<Arguments> names() {
    return Stream.of(PostgresVersion.values())
        .flatMap(version -> NAMES.stream().map(name -> Arguments.of(version, name)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void createsRenewsAndRevokesARoleOfAnyName(PostgresVersion version, String name)
      throws SQLException {
    servers.connect(version, Map.of("username_template", name + "{{random 10}}"));
    try {
      live(version, servers.lease(version, "orders"));
    } finally {
      servers.connect(version, Map.of());
    }
  }

  @ParameterizedTest
  @EnumSource
  void createsRenewsAndRevokesTheRoleOfASubjectWithAQuoteInItsName(PostgresVersion version)
      throws SQLException {
    TestBed bed = servers.bed();
    Subject person = new Subject(bed.vault(), bed.issuer(), "x'y@example.org");
    Lease lease = servers.lease(person.logIn("orders-" + version), version, "orders");
    assertThat(lease.login().user()).startsWith("v-jwt-x'y@-orders-");
    live(version, lease);
  }

  private static void live(PostgresVersion version, Lease lease) throws SQLException {
    PostgresServer server = servers.on(version);
    List<String> roles = server.ephemeralRoles();
    assertThat(roles).hasSize(1);
    String role = roles.get(0);
    assertThat(lease.login().user()).startsWith(role);
    Connection session = server.connect(lease.login());
    assertThat(Answer.of(session, "SELECT current_user")).isEqualTo(role);
    String quoted = "\"" + role.replace("\"", "\"\"") + "\"";
    server.query("ALTER ROLE " + quoted + " VALID UNTIL '2001-01-01'");
    servers.renew(lease);
    String end = "SELECT extract(epoch FROM rolvaliduntil)::bigint FROM pg_roles WHERE rolname = ";
    long seconds = Long.parseLong(Answer.of(session, end + "current_user"));
    assertThat(Instant.ofEpochSecond(seconds)).isAfter(Instant.now());
    servers.revoke(lease);
    assertThat(server.ephemeralRoles()).isEmpty();
    assertThatThrownBy(() -> Answer.of(session, "SELECT 1"))
        .hasFieldOrPropertyWithValue("SQLState", "57P01");
    assertThat(server.query("SELECT FROM pg_roles WHERE rolname = 'app_rw'")).hasSize(1);
  }
}
