// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.mariadb.MariaDbServer;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Vault's database secrets engine, with the statements in {@code deploy/postgresql} and {@code
 * deploy/mysql}. Safe for use by many threads.
 */
public final class DatabaseEngine {
  static final String POSTGRESQL = "postgresql-database-plugin";
  private static final String MYSQL = "mysql-database-plugin";
  private static final String CONNECTION = "app";
  private static final String MYSQL_CONNECTION = "app-mysql";

  private final VaultApi api;
  private final VaultPlugins plugins;

  private DatabaseEngine(VaultApi api, VaultPlugins plugins) {
    this.api = api;
    this.plugins = plugins;
  }

  static DatabaseEngine at(VaultApi api, VaultPlugins plugins) {
    Mounts.secrets(api, "database");
    return new DatabaseEngine(api, plugins);
  }

  /** Makes Vault log in to the server and create roles there. */
  public void connect(PostgresServer postgres) {
    connect(postgres, postgres.port());
  }

  /** The same through another port on 127.0.0.1: a relay's. */
  public void connect(PostgresServer postgres, int port) {
    String url =
        "postgresql://{{username}}:{{password}}@127.0.0.1:"
            + port
            + "/"
            + PostgresServer.MAINTENANCE_DATABASE;
    plugins.provide("database", POSTGRESQL, POSTGRESQL);
    api.write(
        "database/config/" + CONNECTION,
        VaultApi.fields(
            "plugin_name",
            POSTGRESQL,
            "allowed_roles",
            "*",
            "connection_url",
            url + "?sslmode=disable",
            "username",
            postgres.vault().user(),
            "password",
            postgres.vault().password(),
            "password_authentication",
            "scram-sha-256"));
  }

  /** Makes Vault log in to the server and create users there. */
  public void connect(MariaDbServer mariadb) {
    plugins.provide("database", MYSQL, MYSQL);
    api.write(
        "database/config/" + MYSQL_CONNECTION,
        VaultApi.fields(
            "plugin_name",
            MYSQL,
            "allowed_roles",
            "*",
            "connection_url",
            "{{username}}:{{password}}@tcp(127.0.0.1:" + mariadb.port() + ")/",
            "username_template",
            SourceTree.read("deploy/mysql/username-template.txt").strip(),
            "username",
            mariadb.vault().user(),
            "password",
            mariadb.vault().password()));
  }

  /** A dynamic role, or new times for it; each read of {@code database/creds/<name>} is a lease. */
  public void role(String name, Duration defaultTtl, Duration maxTtl) {
    role(name, defaultTtl, maxTtl, "postgresql/creation");
  }

  /**
   * The same, of a role that may become the owner of the tables; see {@link
   * PostgresServer#allowMigrations}.
   */
  public void migrationRole(String name, Duration defaultTtl, Duration maxTtl) {
    role(name, defaultTtl, maxTtl, "postgresql/creation-migration");
  }

  /** The same, of a role whose sessions act as the group, for transactions that are prepared. */
  public void twoPhaseRole(String name, Duration defaultTtl, Duration maxTtl) {
    role(name, defaultTtl, maxTtl, "postgresql/creation-two-phase");
  }

  /** The same, of a role that may replicate; see {@link PostgresServer#allowReplication}. */
  public void replicationRole(String name, Duration defaultTtl, Duration maxTtl) {
    role(name, defaultTtl, maxTtl, "postgresql/creation-replication");
  }

  private void role(String name, Duration defaultTtl, Duration maxTtl, String creation) {
    api.write(
        "database/roles/" + name,
        VaultApi.fields(
            "db_name", CONNECTION,
            "default_ttl", seconds(defaultTtl),
            "max_ttl", seconds(maxTtl),
            "creation_statements", statements(creation, "postgresql/creation-settings"),
            "renew_statements", statements("postgresql/renew"),
            "revocation_statements", statements("postgresql/revocation")));
  }

  /** The same on MariaDB. */
  public void mysqlRole(String name, Duration defaultTtl, Duration maxTtl) {
    mysqlRole(name, defaultTtl, maxTtl, "mysql/creation");
  }

  /** The same, of a role that makes tables; see {@link MariaDbServer#allowMigrations}. */
  public void mysqlMigrationRole(String name, Duration defaultTtl, Duration maxTtl) {
    mysqlRole(name, defaultTtl, maxTtl, "mysql/creation-migration");
  }

  private void mysqlRole(String name, Duration defaultTtl, Duration maxTtl, String creation) {
    api.write(
        "database/roles/" + name,
        VaultApi.fields(
            "db_name", MYSQL_CONNECTION,
            "default_ttl", seconds(defaultTtl),
            "max_ttl", seconds(maxTtl),
            "creation_statements", statements(creation),
            "revocation_statements", statements("mysql/revocation")));
  }

  /**
   * A static role at {@code database/static-creds/<name>}: Vault sets an existing user's password,
   * again and again.
   */
  public void staticRole(String name, String user, Duration rotationPeriod) {
    api.write(
        "database/static-roles/" + name,
        Map.of(
            "db_name", CONNECTION,
            "username", user,
            "rotation_period", seconds(rotationPeriod)));
  }

  /** Bounds every lease of the engine, also where its role allows more; not at all with zero. */
  public void maxLeaseTtl(Duration maxTtl) {
    api.write("sys/mounts/database/tune", Map.of("max_lease_ttl", seconds(maxTtl)));
  }

  static String seconds(Duration time) {
    return time.toSeconds() + "s";
  }

  private static List<String> statements(String... paths) {
    return Stream.of(paths).map(path -> SourceTree.read("deploy/" + path + ".sql")).toList();
  }
}
