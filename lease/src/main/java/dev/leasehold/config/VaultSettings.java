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
  private final @Nullable String clientCert;
  private final @Nullable String clientKey;
  private final RedirectHosts redirectHosts;
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
    this.clientCert = reader.text(Setting.VAULT_CLIENT_CERT);
    this.clientKey = reader.text(Setting.VAULT_CLIENT_KEY);
    requirePair(reader);
    this.redirectHosts = RedirectHosts.read(reader);
    this.namespace = reader.text(Setting.VAULT_NAMESPACE);
    this.tlsServerName = reader.text(Setting.VAULT_TLS_SERVER_NAME);
    this.clientTimeout = reader.duration(Setting.VAULT_CLIENT_TIMEOUT);
    this.proxyAddress = reader.address(Setting.VAULT_PROXY_ADDR);
  }

  private void requirePair(SettingReader reader) {
    String why = "not set, but the other of certificate and key is; set both or neither";
    if (clientCert == null && clientKey != null) {
      reader.required(Setting.VAULT_CLIENT_CERT, why);
    } else if (clientCert != null && clientKey == null) {
      reader.required(Setting.VAULT_CLIENT_KEY, why);
    }
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

  /** Returns the PEM file of the certificate to show; null for none. */
  public @Nullable String clientCert() {
    return clientCert;
  }

  /** Returns the PEM file of that certificate's key; null when there is no certificate. */
  public @Nullable String clientKey() {
    return clientKey;
  }

  /** Returns the hosts that a request may be redirected to beside the one of the address. */
  public RedirectHosts redirectHosts() {
    return redirectHosts;
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
