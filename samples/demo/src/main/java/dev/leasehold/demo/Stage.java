// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.vault.TokenTerms;
import dev.leasehold.testbed.vault.VaultApi;
import dev.leasehold.testbed.vault.VaultServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The servers, set up for the application: its table, its database role, its service account. */
final class Stage implements AutoCloseable {

  /** How long a lease lives; it cannot be renewed beyond that. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final String LEASES = "sys/leases/lookup/" + TestBed.CREDS_PATH;

  private final TestBed bed;
  private final @Nullable ControlPlane kubernetes;

  private Stage(@Nullable ControlPlane kubernetes) {
    this.kubernetes = kubernetes;
    this.bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, LEASE));
  }

  /** With {@code jwt} auth, which verifies the token by its issuer's key. */
  static Stage withJwt() {
    return new Stage(null).setUp();
  }

  /** With Kubernetes auth, for which Vault asks a real API server to review the token. */
  static Stage withKubernetes() {
    ControlPlane controlPlane = ControlPlane.launch();
    Stage stage = new Stage(controlPlane).setUp();
    VaultServer vault = stage.bed.vault();
    TokenTerms terms = TokenTerms.of(vault.appPolicy(TestBed.ROLE));
    vault.kubernetes(controlPlane).role(TestBed.ROLE, TestBed.ACCOUNT, terms);
    return stage;
  }

  /** The same for an application that is no pod, and has a token of the API server's in a file. */
  static Stage withKubernetesToken() {
    Stage stage = withKubernetes();
    stage.controlPlane().create(TestBed.ACCOUNT);
    stage.bed.writeToken(stage.controlPlane().token(TestBed.ACCOUNT));
    return stage;
  }

  private Stage setUp() {
    bed.postgres().query(SourceTree.read("samples/spring-boot-orders/schema.sql"));
    return this;
  }

  TestBed bed() {
    return bed;
  }

  /** The API server, with Kubernetes auth alone. */
  ControlPlane controlPlane() {
    return Objects.requireNonNull(kubernetes, "a stage without an API server");
  }

  /** Leasehold's settings, in the application's environment. */
  List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting("VAULT_ADDR", bed.vault().address().toString()));
    settings.add(new Setting("VAULT_CACERT", bed.vault().caCertificate().toString()));
    settings.add(new Setting("LEASEHOLD_CREDS", TestBed.CREDS_PATH));
    settings.add(new Setting("LEASEHOLD_AUTH_ROLE", TestBed.ROLE));
    if (kubernetes == null) {
      settings.add(new Setting("LEASEHOLD_AUTH_METHOD", "jwt"));
    }
    settings.add(new Setting("LEASEHOLD_AUTH_TOKEN_FILE", bed.tokenFile().toString()));
    return settings;
  }

  /** How to look around, for someone at a terminal. Secrets are in files of their own. */
  List<String> addresses() {
    Path directory = bed.vault().directory();
    Path token = directory.resolve("root-token");
    Path passwords = directory.resolve("pgpass");
    Login superuser = bed.postgres().superuser();
    Secrets.write(token, bed.vault().rootToken());
    Secrets.write(passwords, "*:*:*:*:" + superuser.password());
    return List.of(
        "Vault        VAULT_ADDR="
            + bed.vault().address()
            + " VAULT_CACERT="
            + bed.vault().caCertificate()
            + " VAULT_TOKEN=$(cat "
            + token
            + ") vault list "
            + LEASES,
        "PostgreSQL   PGPASSFILE="
            + passwords
            + " psql -h 127.0.0.1 -p "
            + bed.postgres().port()
            + " -U "
            + superuser.user()
            + " "
            + PostgresServer.DATABASE);
  }

  /**
   * Revokes the newest lease, as an operator would in an incident. Returns when its role and the
   * role's sessions are gone.
   */
  void revokeNewestLease() {
    VaultApi vault = bed.vault().api();
    String newest = "";
    Instant newestIssue = Instant.MIN;
    for (JsonNode key : vault.read(LEASES + "?list=true").path("data").path("keys")) {
      String lease = TestBed.CREDS_PATH + "/" + key.asText();
      Instant issued = issued(vault, lease);
      if (issued.isAfter(newestIssue)) {
        newest = lease;
        newestIssue = issued;
      }
    }
    bed.vault().revoke(newest);
  }

  /** Returns when a lease was taken out; long ago if it has been given back since it was listed. */
  private static Instant issued(VaultApi vault, String lease) {
    try {
      JsonNode found = vault.write("sys/leases/lookup", Map.of("lease_id", lease)).path("data");
      return Instant.parse(found.path("issue_time").asText());
    } catch (TestBedException gone) {
      return Instant.MIN;
    }
  }

  @Override
  public void close() {
    bed.close();
    if (kubernetes != null) {
      kubernetes.close();
    }
  }
}
