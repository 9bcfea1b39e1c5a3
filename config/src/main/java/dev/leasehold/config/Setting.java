// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every setting there is. {@code docs/settings.md} is tested against this table.
 *
 * <p>One name in four spellings: {@code auth.role} in the agent argument, {@code
 * leasehold.auth.role} as a system property and in the file, {@code LEASEHOLD_AUTH_ROLE} in the
 * environment.
 */
public enum Setting {
  MODE("mode", ValueType.MODE, Scope.PROCESS, "inject", "What to do to connections that match."),
  CONFIG("config", ValueType.FILE, Scope.PROCESS, null, "Properties file with further settings."),
  VAULT_ADDR(
      "vault.addr",
      ValueType.ADDRESS,
      Scope.PROCESS,
      null,
      "Address of Vault or OpenBao. Required."),
  VAULT_CACERT(
      "vault.cacert",
      ValueType.FILE,
      Scope.PROCESS,
      null,
      "PEM file with the CA certificates that Vault's certificate is verified with."),
  VAULT_CAPATH(
      "vault.capath",
      ValueType.DIRECTORY,
      Scope.PROCESS,
      null,
      "Directory of such PEM files; not looked at when `vault.cacert` is set."),
  VAULT_NAMESPACE("vault.namespace", ValueType.TEXT, Scope.PROCESS, null, "Namespace in Vault."),
  VAULT_TLS_SERVER_NAME(
      "vault.tls-server-name",
      ValueType.TEXT,
      Scope.PROCESS,
      null,
      "Name that Vault's certificate must carry, where it is not the host of the address."),
  VAULT_CLIENT_CERT(
      "vault.client-cert",
      ValueType.FILE,
      Scope.PROCESS,
      null,
      "PEM file with the certificate, and those between it and its authority, that Vault is shown"
          + " where it asks for one."),
  VAULT_CLIENT_KEY(
      "vault.client-key",
      ValueType.FILE,
      Scope.PROCESS,
      null,
      "PEM file with the private key of `vault.client-cert`, not encrypted."),
  VAULT_REDIRECT_HOSTS(
      "vault.redirect-hosts",
      ValueType.HOSTS,
      Scope.PROCESS,
      null,
      "Hosts that a standby may redirect requests to, token included, at any port, beside"
          + " host and port of the address; `*` stands for any characters, as in"
          + " `vault-*.example`."),
  VAULT_CLIENT_TIMEOUT(
      "vault.client-timeout",
      ValueType.DURATION,
      Scope.PROCESS,
      "10s", // Vault's tools wait 60 s, for a person; here the application's first connection
      // waits.
      "Longest time for one request to Vault."),
  VAULT_PROXY_ADDR(
      "vault.proxy-addr",
      ValueType.ADDRESS,
      Scope.PROCESS,
      null,
      "HTTP proxy on the way to Vault, one that wants no login."),
  AUTH_METHOD("auth.method", ValueType.METHOD, Scope.PROCESS, "kubernetes", "How to log in."),
  AUTH_MOUNT(
      "auth.mount",
      ValueType.VAULT_PATH,
      Scope.PROCESS,
      null,
      "Where the auth method is mounted; the method's name unless set."),
  AUTH_ROLE(
      "auth.role",
      ValueType.TEXT,
      Scope.PROCESS,
      null,
      "Role to log in with. Required for kubernetes; jwt may have a default role."),
  AUTH_TOKEN_FILE(
      "auth.token-file",
      ValueType.FILE,
      Scope.PROCESS,
      null,
      "Token to log in with, read again at each login. For kubernetes and jwt the pod's"
          + " service-account token unless set; required for token."),
  AUTH_ROLE_ID(
      "auth.role-id", ValueType.TEXT, Scope.PROCESS, null, "Role id. Required for approle."),
  AUTH_SECRET_ID_FILE(
      "auth.secret-id-file",
      ValueType.FILE,
      Scope.PROCESS,
      null,
      "File with the secret id for approle, where its role wants one."),
  BINDINGS(
      "bindings",
      ValueType.NAMES,
      Scope.PROCESS,
      null,
      "Names of the bindings, where there are several."),
  CREDS(
      "creds",
      ValueType.VAULT_PATH,
      Scope.BINDING,
      null,
      "Path of the credentials in Vault, for example `database/creds/orders`. Required."),
  URL(
      "url",
      ValueType.URL_PATTERN,
      Scope.BINDING,
      null,
      "Connections that the binding is for, by where they lead; unless set, those to the server that"
          + " first accepts the credential. `*` for all."),
  USER(
      "user",
      ValueType.TEXT,
      Scope.BINDING,
      null,
      "Connections that the binding is for, by the user that the application configured; all"
          + " unless set."),
  DRIVERS(
      "drivers",
      ValueType.DRIVERS,
      Scope.PROCESS,
      null,
      "Drivers that Leasehold does not know by their class, such as forks with a package of their own,"
          + " and whose properties and errors they share, for example"
          + " `com.edb.Driver=postgresql`."),
  SET_ROLE(
      "set-role",
      ValueType.TEXT,
      Scope.BINDING,
      null,
      "Role that each session takes on, so that what it creates belongs to that; the credential's"
          + " own unless set."),
  APPLICATION_NAME(
      "application-name",
      ValueType.SESSION_NAME,
      Scope.INHERITED,
      "stamp",
      "Whether sessions that the application gives no name are named after pod and lease."),
  FIRST_CREDENTIAL_TIMEOUT(
      "first-credential-timeout",
      ValueType.DURATION,
      Scope.INHERITED,
      "30s",
      "How long the first connection waits for the first credential."),
  MARGIN(
      "margin",
      ValueType.DURATION,
      Scope.INHERITED,
      "5s",
      "How long before the end of its lease a connection is aborted."),
  RENEW_AT(
      "renew-at",
      ValueType.FRACTION,
      Scope.INHERITED,
      "0.66",
      "Fraction of the lease's duration, less the margin, after which it is renewed."),
  ROTATE_AFTER(
      "rotate-after",
      ValueType.DURATION,
      Scope.INHERITED,
      null,
      "Greatest age of a credential, or of what was read of one that Vault does not end; only the"
          + " lease ends it unless set."),
  REHEARSE(
      "rehearse",
      ValueType.DURATION,
      Scope.INHERITED,
      null,
      "Rotates this often, to prove that the application bears it."),
  SHUTDOWN_TIMEOUT(
      "shutdown-timeout",
      ValueType.DURATION,
      Scope.PROCESS,
      "3s",
      "Longest time for revoking the leases when the JVM ends."),
  FAIL_FAST(
      "fail-fast",
      ValueType.FLAG,
      Scope.PROCESS,
      "false",
      "Ends the JVM with exit code 78 when the configuration is wrong."),
  LOG_LEVEL("log-level", ValueType.LEVEL, Scope.PROCESS, "info", "Least severe line written.");

  /** To what a setting applies. */
  public enum Scope {
    /** To the process; given once. */
    PROCESS,
    /** To one binding; without a name to the only one. */
    BINDING,
    /** To one binding; without a name to all that have none of their own. */
    INHERITED
  }

  static final String PREFIX = "leasehold.";

  private final String key;
  private final ValueType type;
  private final Scope scope;
  private final @Nullable String defaultText;
  private final String description;

  Setting(
      String key, ValueType type, Scope scope, @Nullable String defaultText, String description) {
    this.key = key;
    this.type = type;
    this.scope = scope;
    this.defaultText = defaultText;
    this.description = description;
  }

  /** Returns the name without {@code leasehold.}, as in the agent argument. */
  public String key() {
    return key;
  }

  /** Returns what the value is. */
  public ValueType type() {
    return type;
  }

  /** Returns to what the setting applies. */
  public Scope scope() {
    return scope;
  }

  /** Returns the value that holds when none is given, as one would write it. */
  public @Nullable String defaultText() {
    return defaultText;
  }

  /** Returns what the setting is for, in a sentence. */
  public String description() {
    return description;
  }

  /** Returns the variable of Vault's own tools that is read after ours. */
  public @Nullable String alias() {
    return key.startsWith("vault.") && this != VAULT_REDIRECT_HOSTS ? name() : null;
  }

  /** Returns the spelling as a system property and in the file. */
  public String propertyName() {
    return PREFIX + key;
  }

  /** Returns the spelling in the environment. */
  public String environmentName() {
    return environmentName(propertyName());
  }

  /** Returns the spelling as a system property for one binding; null is the only binding. */
  String propertyName(@Nullable String binding) {
    return binding == null ? propertyName() : PREFIX + binding + "." + key;
  }

  static String environmentName(String propertyName) {
    return propertyName.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
