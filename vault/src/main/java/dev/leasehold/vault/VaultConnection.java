// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.io.File;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to Vault: address, trust, namespace, time-out, proxy. Immutable. */
public final class VaultConnection {

  private final VaultAddress address;
  private final @Nullable File caFile;
  private final @Nullable File caDirectory;
  private final @Nullable File clientCertificate;
  private final @Nullable File clientKey;
  private final RedirectHosts redirectHosts;
  private final @Nullable String namespace;
  private final @Nullable String tlsServerName;
  private final @Nullable ProxyAddress proxy;
  private final Duration timeout;

  private VaultConnection(Builder builder) {
    this.address = builder.address;
    this.caFile = builder.caFile;
    this.caDirectory = builder.caDirectory;
    this.clientCertificate = builder.clientCertificate;
    this.clientKey = builder.clientKey;
    this.redirectHosts = builder.redirectHosts;
    this.namespace = builder.namespace;
    this.tlsServerName = builder.tlsServerName;
    this.proxy = builder.proxy;
    this.timeout = builder.timeout;
  }

  /**
   * Starts from an address and the defaults: the JDK's own authorities, no namespace, no proxy.
   *
   * @param timeout the bound on one whole request, from connect to the last byte ({@code
   *     VAULT_CLIENT_TIMEOUT}); at least a millisecond
   */
  public static Builder to(VaultAddress address, Duration timeout) {
    return new Builder(address, timeout);
  }

  /** Returns where Vault listens. */
  public VaultAddress address() {
    return address;
  }

  /** Returns the PEM file of the only authorities to trust; null for none. */
  public @Nullable File caFile() {
    return caFile;
  }

  /** Returns the directory of PEM files with the only authorities to trust; null for none. */
  public @Nullable File caDirectory() {
    return caDirectory;
  }

  @Nullable File clientCertificate() {
    return clientCertificate;
  }

  @Nullable File clientKey() {
    return clientKey;
  }

  /**
   * Returns whether a server may lead a request, and the token in it, to a host and port. Allowed
   * are the host and port of the address, and any port of a host that is configured for it. Another
   * port of the address's host is another service.
   */
  public boolean leadsTo(String host, int port) {
    boolean same = host.equalsIgnoreCase(address.host()) && port == address.port();
    return same || redirectHosts.include(host);
  }

  @Nullable String namespace() {
    return namespace;
  }

  /** Returns the name that is sent as SNI and that the certificate must be for. */
  String tlsName() {
    return tlsServerName == null ? address.host() : tlsServerName;
  }

  @Nullable String tlsServerName() {
    return tlsServerName;
  }

  /**
   * Returns the proxy on the way to a server; null for none. An address without TLS is one of this
   * machine's, and to a proxy it would be the proxy's machine. Token and passwords would pass in
   * the clear.
   */
  @Nullable ProxyAddress proxyTo(VaultAddress server) {
    return server.tls() ? proxy : null;
  }

  /** Returns the bound on one request. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns the address, and the namespace where it is set. */
  @Override
  public String toString() {
    return namespace == null ? address.toString() : address + ", namespace " + namespace;
  }

  /** Collects the values of a {@link VaultConnection}. Not safe for use by several threads. */
  public static final class Builder {

    private final VaultAddress address;
    private final Duration timeout;
    private @Nullable File caFile;
    private @Nullable File caDirectory;
    private @Nullable File clientCertificate;
    private @Nullable File clientKey;
    private RedirectHosts redirectHosts = RedirectHosts.NONE;
    private @Nullable String namespace;
    private @Nullable String tlsServerName;
    private @Nullable ProxyAddress proxy;

    private Builder(VaultAddress address, Duration timeout) {
      if (timeout.toMillis() < 1) {
        throw new IllegalArgumentException("VAULT_CLIENT_TIMEOUT must be positive");
      }
      this.address = address;
      this.timeout = timeout;
    }

    /** Trusts the PEM certificates of one file and no others ({@code VAULT_CACERT}). */
    public Builder caFile(@Nullable File file) {
      this.caFile = file;
      return this;
    }

    /**
     * Trusts the PEM certificates of a directory's files and no others ({@code VAULT_CAPATH}). A CA
     * file takes precedence, as in Vault's own tools.
     */
    public Builder caDirectory(@Nullable File directory) {
      this.caDirectory = directory;
      return this;
    }

    /**
     * Shows a certificate to a server that asks for it ({@code VAULT_CLIENT_CERT}, {@code
     * VAULT_CLIENT_KEY}).
     *
     * @param certificate PEM, the certificate first, then the certificates between it and its
     *     authority; null for none
     * @param key PEM, of the certificate's key, not encrypted; null where there is no certificate
     */
    public Builder clientCertificate(@Nullable File certificate, @Nullable File key) {
      this.clientCertificate = certificate;
      this.clientKey = key;
      return this;
    }

    /** Lets a standby redirect requests to these hosts, beside that of the address. */
    public Builder redirectHosts(RedirectHosts hosts) {
      this.redirectHosts = hosts;
      return this;
    }

    /** Sends each request to a namespace ({@code VAULT_NAMESPACE}). */
    public Builder namespace(@Nullable String value) {
      this.namespace = value == null || value.trim().isEmpty() ? null : value.trim();
      return this;
    }

    /** Verifies the certificate for this name ({@code VAULT_TLS_SERVER_NAME}). */
    public Builder tlsServerName(@Nullable String name) {
      this.tlsServerName = name == null || name.trim().isEmpty() ? null : name.trim();
      return this;
    }

    /** Goes through a proxy ({@code VAULT_PROXY_ADDR}); none when null. */
    public Builder proxy(@Nullable ProxyAddress value) {
      this.proxy = value;
      return this;
    }

    /** Returns the values as they are now. */
    public VaultConnection build() {
      return new VaultConnection(this);
    }
  }
}
