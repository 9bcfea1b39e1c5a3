// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import dev.leasehold.testbed.vault.VaultApi;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL in its oldest and its newest version, and one Vault that leases roles on both. It
 * leases by the files in {@code deploy/postgresql} as they are. The roles are {@code orders}, and
 * {@code owner}, which may become the owner of the tables.
 *
 * <p>The test classes of a JVM share them, and each test leaves them without a role; they end with
 * the JVM.
 */
final class LeasedServers {

  private static @Nullable LeasedServers shared;

  private final TestBed bed = TestBed.start();
  private final PostgresServer oldest = PostgresServer.launch(PostgresVersion.V15);

  private LeasedServers() {
    for (PostgresVersion version : PostgresVersion.values()) {
      on(version).allowMigrations();
      connect(version, Map.of());
      role(version, "orders", "creation");
      role(version, "owner", "creation-migration");
    }
  }

  static synchronized LeasedServers get() {
    if (shared == null) {
      shared = new LeasedServers();
    }
    return shared;
  }

  TestBed bed() {
    return bed;
  }

  PostgresServer on(PostgresVersion version) {
    return version == PostgresVersion.V18 ? bed.postgres() : oldest;
  }

  /** Makes Vault log in anew, with these fields of its configuration beside the README's. */
  void connect(PostgresVersion version, Map<String, String> fields) {
    PostgresServer server = on(version);
    Map<String, String> configuration = new TreeMap<>();
    configuration.put("plugin_name", "postgresql-database-plugin");
    configuration.put("allowed_roles", "*");
    configuration.put("connection_url", url(version, PostgresServer.MAINTENANCE_DATABASE));
    configuration.put("username", server.vault().user());
    configuration.put("password", server.vault().password());
    configuration.put("password_authentication", "scram-sha-256");
    configuration.put("username_template", "");
    configuration.putAll(fields);
    api().write("database/config/" + version, configuration);
  }

  /** Returns where Vault logs in, with the database given. */
  String url(PostgresVersion version, String database) {
    return "postgresql://{{username}}:{{password}}@127.0.0.1:"
        + on(version).port()
        + "/"
        + database
        + "?sslmode=disable";
  }

  /** Takes out a lease with the root token. */
  Lease lease(PostgresVersion version, String role) {
    return lease(api(), version, role);
  }

  /** Takes out a lease with the token of the client. */
  Lease lease(VaultApi asker, PostgresVersion version, String role) {
    return Lease.of(asker.read("database/creds/" + role + "-" + version));
  }

  void renew(Lease lease) {
    api().write("sys/leases/renew", Map.of("lease_id", lease.id()));
  }

  /** Revokes a lease, and returns when its role is gone. */
  void revoke(Lease lease) {
    bed.vault().revoke(lease.id());
  }

  VaultApi api() {
    return bed.vault().api();
  }

  private void role(PostgresVersion version, String name, String creation) {
    api()
        .write(
            "database/roles/" + name + "-" + version,
            Map.of(
                "db_name", version.toString(),
                "default_ttl", "1h",
                "max_ttl", "2h",
                "creation_statements", statements(creation, "creation-settings"),
                "renew_statements", statements("renew"),
                "revocation_statements", statements("revocation")));
  }

  private static List<String> statements(String... files) {
    return Stream.of(files).map(LeasedServers::file).toList();
  }

  /** Returns a file in {@code deploy/postgresql}. */
  static String file(String name) {
    return SourceTree.read("deploy/postgresql/" + name + ".sql");
  }
}
