// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.tls.KeptKey;
import dev.leasehold.testbed.vault.TokenTerms;
import dev.leasehold.testbed.vault.VaultServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * PostgreSQL and Vault, wired together for the service account {@code orders} in the namespace
 * {@code shop}. With its token it logs in to {@code auth/jwt} under the role {@code orders} and
 * reads {@code database/creds/orders}.
 *
 * <p>Fit for a static field: a test bed that is not closed ends with the JVM, however that ends.
 */
public final class TestBed implements AutoCloseable {
  /** The database role, and the auth role of the application. */
  public static final String ROLE = "orders";

  /** Where the application reads its credential. */
  public static final String CREDS_PATH = "database/creds/" + ROLE;

  /** The application's service account. */
  public static final ServiceAccount ACCOUNT = new ServiceAccount("shop", "orders");

  private final PostgresServer postgres;
  private final VaultServer vault;
  private final JwtIssuer issuer = new JwtIssuer(JwtIssuer.CLUSTER, KeptKey.rsa());

  private TestBed(PostgresServer postgres, VaultServer vault) {
    this.postgres = postgres;
    this.vault = vault;
  }

  /** Starts both with {@link TestBedOptions#defaults}. */
  public static TestBed start() {
    return start(TestBedOptions.defaults());
  }

  /** Starts both and returns when the application can log in. */
  public static TestBed start(TestBedOptions options) {
    CompletableFuture<VaultServer> vault = CompletableFuture.supplyAsync(VaultServer::launch);
    PostgresServer postgres = PostgresServer.launch(options.postgres(), options.maxConnections());
    try {
      TestBed bed = new TestBed(postgres, vault.join());
      bed.setUp(options);
      return bed;
    } catch (CompletionException e) {
      postgres.close();
      throw new TestBedException("Vault does not start", e.getCause());
    }
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public VaultServer vault() {
    return vault;
  }

  /** The signer of the service account's tokens. */
  public JwtIssuer issuer() {
    return issuer;
  }

  /** The file with the service account's token, mode 0600, as a pod would have it. */
  public Path tokenFile() {
    return vault.directory().resolve("service-account").resolve("token");
  }

  /** Replaces the token, as the kubelet does. */
  public void writeToken(String token) {
    Secrets.write(tokenFile(), token);
  }

  @Override
  public void close() {
    vault.close();
    postgres.close();
  }

  private void setUp(TestBedOptions options) {
    vault.database().connect(postgres);
    vault.database().role(ROLE, options.leaseTtl(), options.leaseMaxTtl());
    String policy = vault.appPolicy(ROLE);
    TokenTerms terms = new TokenTerms(List.of(policy), options.tokenTtl(), options.tokenMaxTtl());
    vault.jwt(issuer).role(ROLE, ACCOUNT, terms);
    writeToken(issuer.token(ACCOUNT));
  }
}
