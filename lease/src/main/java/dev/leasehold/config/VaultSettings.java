package dev.leasehold.config;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How to reach Vault or OpenBao. */
public final class VaultSettings {

  private static final URI NOWHERE = URI.create("https://invalid");

  private final URI address;
  private final @Nullable String caCert;
  private final @Nullable String caPath;
  private final @Nullable String namespace;
  private final @Nullable String tlsServerName;
  private final Duration clientTimeout;
  private final @Nullable URI proxyAddress;

  VaultSettings(SettingReader reader) {
    reader.required(Setting.VAULT_ADDR, "not set; write the address, as in https://vault:8200");
    URI given = reader.address(Setting.VAULT_ADDR);
    this.address = given == null ? NOWHERE : given;
    this.caCert = reader.text(Setting.VAULT_CACERT);
    this.caPath = reader.text(Setting.VAULT_CAPATH);
    this.namespace = reader.text(Setting.VAULT_NAMESPACE);
    this.tlsServerName = reader.text(Setting.VAULT_TLS_SERVER_NAME);
    this.clientTimeout = reader.duration(Setting.VAULT_CLIENT_TIMEOUT);
    this.proxyAddress = reader.address(Setting.VAULT_PROXY_ADDR);
  }

  /** Returns the address, {@code http} or {@code https}, with no slash at its end. */
  public URI address() {
    return address;
  }

  /** Returns the PEM file with the CA certificates; it wins over {@link #caPath()}. */
  public @Nullable String caCert() {
    return caCert;
  }

  /** Returns the directory of PEM files with CA certificates. */
  public @Nullable String caPath() {
    return caPath;
  }

  /** Returns the namespace, for the header {@code X-Vault-Namespace}; no control characters. */
  public @Nullable String namespace() {
    return namespace;
  }

  /** Returns the name to send as SNI and to verify the certificate against. */
  public @Nullable String tlsServerName() {
    return tlsServerName;
  }

  /** Returns the longest time for one request. */
  public Duration clientTimeout() {
    return clientTimeout;
  }

  /** Returns the HTTP proxy on the way to Vault. */
  public @Nullable URI proxyAddress() {
    return proxyAddress;
  }
}
