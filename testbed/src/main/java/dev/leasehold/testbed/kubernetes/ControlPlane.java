// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import dev.leasehold.testbed.net.JsonHttp;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.process.ServerProcess;
import dev.leasehold.testbed.tls.CertificateAuthority;
import dev.leasehold.testbed.tls.KeptKey;
import dev.leasehold.testbed.tls.Keys;
import dev.leasehold.testbed.tls.Pem;
import dev.leasehold.testbed.tls.PinnedKey;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;

/**
 * A Kubernetes API server with its etcd on 127.0.0.1: real TokenRequest, TokenReview and RBAC; no
 * nodes, no controllers.
 *
 * <p>Safe for use by many threads, but for the methods that start and stop it.
 */
public final class ControlPlane implements AutoCloseable {
  /** The service account that Vault reviews tokens with. */
  public static final ServiceAccount REVIEWER = new ServiceAccount("vault", "vault");

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final int port = Ports.free();
  private final int etcdPort = Ports.free();
  private final KeyPair keys = Keys.ec();
  private final KeyPair accountKeys = KeptKey.rsa();
  private final String adminToken = Secrets.random();
  private final CertificateAuthority authority = new CertificateAuthority("Leasehold cluster");
  private final JwtIssuer issuer = new JwtIssuer(JwtIssuer.CLUSTER, accountKeys);
  private final ControlPlaneFiles files = new ControlPlaneFiles();
  private final KubernetesApi api;
  private final ServerProcess etcd;
  private ServerProcess apiServer;

  private ControlPlane() {
    JsonHttp http = new JsonHttp(address(), PinnedKey.context(keys.getPublic()));
    this.api = new KubernetesApi(http, adminToken);
    writeFiles();
    this.etcd = ServerProcess.start(files.etcd(etcdPort, Ports.free()));
    this.apiServer = run();
  }

  /**
   * Starts a new control plane and returns when it is ready. Builds Kubernetes at the first call on
   * a machine.
   */
  public static ControlPlane launch() {
    ControlPlane controlPlane = new ControlPlane();
    try {
      controlPlane.allowReviews();
      return controlPlane;
    } catch (RuntimeException e) {
      controlPlane.close();
      throw e;
    }
  }

  public URI address() {
    return URI.create("https://127.0.0.1:" + port);
  }

  public int port() {
    return port;
  }

  /** The certificate of the authority that signed the API server's. */
  public Path caCertificate() {
    return files.caCertificate();
  }

  /** The same, in PEM. */
  public String caPem() {
    return authority.pem();
  }

  /** A kubeconfig of the cluster's administrator, mode 0600. */
  public Path kubeconfig() {
    return files.kubeconfig();
  }

  /** The API server's audit log, by the policy in {@code deploy/audit}. */
  public Path auditLog() {
    return files.auditLog();
  }

  /** The interface, as the cluster's administrator. */
  public KubernetesApi api() {
    return api;
  }

  /** Creates the service account, and its namespace if there is none. */
  public void create(ServiceAccount account) {
    api.provide("/api/v1/namespaces", named(account.namespace()));
    api.provide(accounts(account), named(account.name()));
  }

  /** Asks for a token with audience {@code vault} that lives for an hour. */
  public String token(ServiceAccount account) {
    return token(account, ServiceAccount.VAULT_AUDIENCE, Duration.ofHours(1));
  }

  /**
   * Asks the API server for a token (TokenRequest); it gives none that lives for less than ten
   * minutes.
   */
  public String token(ServiceAccount account, String audience, Duration life) {
    Map<String, ?> spec =
        Map.of("audiences", new String[] {audience}, "expirationSeconds", life.toSeconds());
    return api.create(accounts(account) + "/" + account.name() + "/token", Map.of("spec", spec))
        .path("status")
        .path("token")
        .asText();
  }

  /**
   * A token of the API server's making, put back in time by two hours and signed anew with the
   * cluster's key.
   */
  public String expiredToken(ServiceAccount account) {
    return issuer.backdated(token(account), Duration.ofHours(2));
  }

  public void stopApiServer() {
    apiServer.stop("KILL", STOP);
  }

  /** Starts the stopped API server and waits until it is ready. */
  public void startApiServer() {
    apiServer = run();
  }

  /** Stops both servers and removes their directories. */
  @Override
  public void close() {
    stopApiServer();
    etcd.stop("KILL", STOP);
    files.remove();
  }

  private ServerProcess run() {
    ServerProcess started = ServerProcess.start(files.apiServer(port, etcdPort, issuer.name()));
    started.awaitReady(START, api::isReady);
    return started;
  }

  private void writeFiles() {
    files.write("ca.pem", authority.pem());
    files.write("server.pem", authority.serverCertificate(keys.getPublic()));
    files.writeSecret("server.key", Pem.key(keys.getPrivate()));
    files.write("service-accounts.pub", Pem.key(accountKeys.getPublic()));
    files.writeSecret("service-accounts.key", Pem.key(accountKeys.getPrivate()));
    files.writeSecret("tokens.csv", adminToken + ",admin,admin,system:masters\n");
    files.writeSecret("kubeconfig", Kubeconfig.text(address(), authority.pem(), adminToken));
  }

  private void allowReviews() {
    create(REVIEWER);
    api.provide(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        Map.of(
            "metadata", Map.of("name", "vault-reviews-tokens"),
            "roleRef",
                Map.of(
                    "apiGroup", "rbac.authorization.k8s.io",
                    "kind", "ClusterRole",
                    "name", "system:auth-delegator"),
            "subjects",
                new Object[] {
                  Map.of(
                      "kind", "ServiceAccount",
                      "name", REVIEWER.name(),
                      "namespace", REVIEWER.namespace())
                }));
  }

  private static String accounts(ServiceAccount account) {
    return "/api/v1/namespaces/" + account.namespace() + "/serviceaccounts";
  }

  private static Map<String, ?> named(String name) {
    return Map.of("metadata", Map.of("name", name));
  }
}
