package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Vault's database secrets engine, with the statements in {@code deploy/postgresql}. Safe for use
 * by many threads.
 */
public final class DatabaseEngine {
  private static final String PLUGIN = "postgresql-database-plugin";
  private static final String CONNECTION = "app";

  private final VaultApi api;

  private DatabaseEngine(VaultApi api) {
    this.api = api;
  }

  static DatabaseEngine at(VaultApi api, VaultPlugins plugins) {
    plugins.provide("database", PLUGIN, PLUGIN);
    Mounts.secrets(api, "database");
    return new DatabaseEngine(api);
  }

  /** Makes Vault log in to the server and create roles there. */
  public void connect(PostgresServer postgres) {
    connect(postgres, postgres.port());
  }

  /** The same through another port on 127.0.0.1: a relay's. */
  public void connect(PostgresServer postgres, int port) {
    String url =
        "postgresql://{{username}}:{{password}}@127.0.0.1:" + port + "/" + PostgresServer.DATABASE;
    api.write(
        "database/config/" + CONNECTION,
        VaultApi.fields(
            "plugin_name",
            PLUGIN,
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

  /** A dynamic role, or new times for it; each read of {@code database/creds/<name>} is a lease. */
  public void role(String name, Duration defaultTtl, Duration maxTtl) {
    api.write(
        "database/roles/" + name,
        VaultApi.fields(
            "db_name", CONNECTION,
            "default_ttl", seconds(defaultTtl),
            "max_ttl", seconds(maxTtl),
            "creation_statements", statements("creation"),
            "renew_statements", statements("renew"),
            "revocation_statements", statements("revocation")));
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

  static String seconds(Duration time) {
    return time.toSeconds() + "s";
  }

  private static List<String> statements(String name) {
    return List.of(SourceTree.read("deploy/postgresql/" + name + ".sql"));
  }
}
