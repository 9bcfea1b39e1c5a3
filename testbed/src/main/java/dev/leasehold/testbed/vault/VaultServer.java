// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.process.ServerProcess;
import dev.leasehold.testbed.tls.CertificateAuthority;
import dev.leasehold.testbed.tls.Keys;
import dev.leasehold.testbed.tls.PinnedKey;
import dev.leasehold.testbed.tls.ServedCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A Vault server on 127.0.0.1 with TLS, storage that outlives a restart, and a file audit device.
 *
 * <p>Safe for use by many threads, but for the methods that start and stop it.
 */
public final class VaultServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final int ACTIVE = 200;

  private final int port = Ports.free();
  private final int mutualTlsPort = Ports.free();
  private final KeyPair keys = Keys.ec();
  private final CertificateAuthority authority = new CertificateAuthority("Leasehold test bed");
  private final VaultFiles files;
  private final VaultApi anonymous;
  private final String unsealKey;
  private final String rootToken;
  private final VaultPlugins plugins;
  private ServerProcess process;

  private VaultServer(VaultFiles files) {
    this.files = files;
    files.write(files.caCertificate(), authority.pem());
    files.writeServerKey(keys.getPrivate());
    files.writeServerCertificate(authority.serverCertificate(keys.getPublic()));
    files.writeConfiguration(port, Ports.free(), mutualTlsPort);
    this.anonymous = new VaultApi(address(), PinnedKey.context(keys.getPublic()));
    this.process = run();
    JsonNode initial =
        anonymous.write("sys/init", VaultApi.fields("secret_shares", 1, "secret_threshold", 1));
    this.unsealKey = initial.path("keys_base64").path(0).asText();
    this.rootToken = initial.path("root_token").asText();
    this.plugins = new VaultPlugins(api(), files.plugins());
  }

  /**
   * Starts a new server and returns when it is unsealed and active. Builds Vault if there is none.
   */
  public static VaultServer launch() {
    VaultServer server = new VaultServer(new VaultFiles(VaultBinaries.find()));
    try {
      server.unseal();
      server.enableAudit();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The value of an application's {@code VAULT_ADDR}. */
  public URI address() {
    return URI.create("https://127.0.0.1:" + port);
  }

  public int port() {
    return port;
  }

  /** The same server where it wants a certificate of each client. */
  public URI mutualTlsAddress() {
    return URI.create("https://127.0.0.1:" + mutualTlsPort);
  }

  /** A certificate that is good for a client there, as PEM. */
  public String clientCertificate(PublicKey key) {
    return authority.clientCertificate(key);
  }

  /** The value of an application's {@code VAULT_CACERT}. */
  public Path caCertificate() {
    return files.caCertificate();
  }

  /** The audit device's file: one JSON object a line, secrets hashed. */
  public Path auditLog() {
    return files.auditLog();
  }

  /** The server's own log. */
  public Path log() {
    return files.server().log();
  }

  /** This server's directory, mode 0700; removed with it. */
  public Path directory() {
    return files.directory();
  }

  public String rootToken() {
    return rootToken;
  }

  /** Vault's interface with the root token. */
  public VaultApi api() {
    return anonymous.with(rootToken);
  }

  /** Vault's interface without a token, for a new client through this port of 127.0.0.1. */
  public VaultApi api(int relayPort) {
    URI relay = URI.create("https://127.0.0.1:" + relayPort);
    return new VaultApi(relay, PinnedKey.context(keys.getPublic()));
  }

  /** How long a new client waits for an answer through this port of 127.0.0.1. */
  public Duration timeToAnswer(int relayPort) {
    long asked = System.nanoTime();
    api(relayPort).read("sys/health");
    return Duration.ofNanos(System.nanoTime() - asked);
  }

  /** The database secrets engine at {@code database/}; enabled at the first call. */
  public DatabaseEngine database() {
    return DatabaseEngine.at(api(), plugins);
  }

  /**
   * The {@code jwt} auth method at {@code auth/jwt/}, verifying the issuer's tokens; enabled at the
   * first call.
   */
  public JwtAuth jwt(JwtIssuer issuer) {
    return JwtAuth.at(api(), issuer);
  }

  /** The {@code kubernetes} auth method at {@code auth/kubernetes/}, asking this control plane. */
  public KubernetesAuth kubernetes(ControlPlane controlPlane) {
    return KubernetesAuth.at(api(), plugins, controlPlane);
  }

  /** The {@code approle} auth method at {@code auth/approle/}; enabled at the first call. */
  public AppRoleAuth appRole() {
    return AppRoleAuth.at(api());
  }

  /**
   * Writes {@code deploy/vault/app-policy.hcl} for a database role.
   *
   * @return the policy's name
   */
  public String appPolicy(String databaseRole) {
    return Policies.write(api(), databaseRole);
  }

  /** Writes a policy over, as an operator does to change an application's rights. */
  public void policy(String name, String hcl) {
    api().write("sys/policies/acl/" + name, Map.of("policy", hcl));
  }

  /**
   * Writes a secret at {@code kv/<path>} of a key-value engine, version 1; enabled at the first
   * call.
   */
  public void keyValue(String path, Map<String, String> secret) {
    Mounts.secrets(api(), "kv");
    api().write("kv/" + path, secret);
  }

  /** Revokes a lease and waits until its role is gone from the database. */
  public void revoke(String leaseId) {
    api().write("sys/leases/revoke", VaultApi.fields("lease_id", leaseId, "sync", true));
  }

  /**
   * Revokes all leases under a path, {@code database/creds/orders} for instance, and waits for it.
   */
  public void revokePrefix(String path) {
    api().write("sys/leases/revoke-prefix/" + path, Map.of("sync", true));
  }

  public void seal() {
    api().write("sys/seal", Map.of());
  }

  /** Unseals and waits until the server is active. */
  public void unseal() {
    anonymous.write("sys/unseal", Map.of("key", unsealKey));
    process.awaitReady(START, () -> anonymous.status("sys/health") == ACTIVE);
  }

  /** Starts the stopped server and unseals it. */
  public void start() {
    startSealed();
    unseal();
  }

  /** Starts the stopped server, which is sealed then. */
  public void startSealed() {
    process = run();
  }

  public void stop() {
    process.stop("TERM", STOP);
  }

  /** Ends the server as the loss of its machine would. */
  public void kill() {
    process.stop("KILL", STOP);
  }

  public void restart() {
    stop();
    start();
  }

  public void restartSealed() {
    stop();
    startSealed();
  }

  /**
   * Kills the plugin processes that create and drop PostgreSQL's roles, and gives how many there
   * were. There are none if this Vault has the plugin built in, or has not used it yet.
   */
  public long killDatabasePlugin() {
    return process.killChildren(files.plugins().resolve(DatabaseEngine.POSTGRESQL));
  }

  /** A server with this server's certificate that answers each request with the same status. */
  public StatusServer impostor(int status) {
    return StatusServer.start(status, keys, files.serverCertificate());
  }

  /** From now on the server shows a certificate that expired an hour ago. */
  public void serveExpiredCertificate() {
    serve(authority.expiredServerCertificate(keys.getPublic()));
  }

  /**
   * From now on the server shows a certificate of an authority that {@link #caCertificate} does not
   * hold.
   */
  public void serveCertificateOfUnknownAuthority() {
    serve(new CertificateAuthority("Somebody else").serverCertificate(keys.getPublic()));
  }

  /** From now on the server shows a good certificate again. */
  public void serveGoodCertificate() {
    serve(authority.serverCertificate(keys.getPublic()));
  }

  /** Stops the server and removes its directory. */
  @Override
  public void close() {
    kill();
    ServerDirectory.remove(files.directory());
  }

  private void serve(String certificate) {
    files.writeServerCertificate(certificate);
    process.signal("HUP");
    process.awaitReady(
        START, () -> Objects.equals(ServedCertificate.pem(port, keys.getPublic()), certificate));
  }

  private ServerProcess run() {
    ServerProcess started = ServerProcess.start(files.server());
    started.awaitReady(START, () -> anonymous.status("sys/health") != 0);
    return started;
  }

  private void enableAudit() {
    Map<String, Object> options = VaultApi.fields("file_path", auditLog().toString());
    api().write("sys/audit/file", VaultApi.fields("type", "file", "options", options));
  }
}
