// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * PostgreSQL and Vault, with a static account beside the leased roles: same group, same password
 * method, so that both sides log in alike.
 */
public final class Bed implements AutoCloseable {

  /** The static account, as the samples are configured with it. */
  public static final String USER = "orders_app";

  /** Its password. */
  public static final String PASSWORD = "static-password";

  private static final Duration LONG = Duration.ofHours(1);

  private final TestBed servers;

  private Bed(TestBed servers) {
    this.servers = servers;
  }

  /** Starts servers whose leases outlast any measurement. */
  public static Bed start() {
    return start(LONG);
  }

  /** Starts servers with leases of this length. */
  public static Bed start(Duration lease) {
    return start(TestBedOptions.defaults().withLease(lease, LONG));
  }

  /** Starts servers that take so many connections. */
  public static Bed withConnections(int connections) {
    return start(TestBedOptions.defaults().withLease(LONG, LONG).withMaxConnections(connections));
  }

  private static Bed start(TestBedOptions options) {
    TestBed servers = TestBed.start(options);
    String login = "LOGIN PASSWORD '" + PASSWORD + "' IN ROLE app_rw";
    servers.postgres().query("CREATE ROLE " + USER + " " + login);
    return new Bed(servers);
  }

  /** Returns the servers. */
  public TestBed servers() {
    return servers;
  }

  /** Returns the JDBC URL of the application's database. */
  public String url() {
    return servers.postgres().url();
  }

  /** Returns the settings of Leasehold, as a deployment would give them in the environment. */
  public Map<String, String> environment() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("VAULT_ADDR", servers.vault().address().toString());
    settings.put("VAULT_CACERT", servers.vault().caCertificate().toString());
    settings.put("LEASEHOLD_CREDS", TestBed.CREDS_PATH);
    settings.put("LEASEHOLD_AUTH_METHOD", "jwt");
    settings.put("LEASEHOLD_AUTH_ROLE", TestBed.ROLE);
    settings.put("LEASEHOLD_AUTH_TOKEN_FILE", servers.tokenFile().toString());
    return settings;
  }

  /** Returns the agent with its settings as options of {@code java}, for want of an environment. */
  public List<String> agentOptions() {
    List<String> options = new ArrayList<>();
    options.add("-javaagent:" + Built.AGENT);
    environment().forEach((name, value) -> options.add("-D" + property(name) + "=" + value));
    return options;
  }

  /** Ends every lease, as an operator would in an incident. */
  public void revokeAll() {
    servers.vault().revokePrefix(TestBed.CREDS_PATH);
  }

  @Override
  public void close() {
    servers.close();
  }

  private static String property(String variable) {
    String lower = variable.toLowerCase(Locale.ROOT);
    if (lower.startsWith("vault_")) {
      return "leasehold.vault." + lower.substring("vault_".length());
    }
    return lower.replace("token_file", "token-file").replace('_', '.');
  }
}
