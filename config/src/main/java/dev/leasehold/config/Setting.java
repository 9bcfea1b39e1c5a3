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
  MODE(
      Program.AGENT,
      "mode",
      ValueType.MODE,
      Scope.PROCESS,
      "inject",
      "Treatment of connections that match."),
  CONFIG("config", ValueType.FILE, Scope.PROCESS, null, "Properties file with further settings."),
  VAULT_ADDR(
      "vault.addr",
      ValueType.ADDRESS,
      Scope.PROCESS,
      null,
      "Address of Vault or OpenBao. Required where a binding has a path in Vault."),
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
      "PEM file with the client certificate and its intermediate certificates, for a Vault that asks"
          + " for a certificate."),
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
      "Hosts to which a standby may redirect requests with their token, at any port. Host and port"
          + " of the address need no entry. `*` stands for any characters, as in"
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
      "HTTP proxy on the way to Vault; it must ask for no login. Not for an address with `http`."),
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
      "File with the secret id for approle, where its role wants a secret id."),
  BINDINGS(
      "bindings",
      ValueType.NAMES,
      Scope.PROCESS,
      null,
      "Names of the bindings, where there are several."),
  CREDS(
      "creds",
      ValueType.CREDENTIALS,
      Scope.BINDING,
      null,
      "Path of the credentials in Vault, for example `database/creds/orders`, or a file that another"
          + " program keeps fresh, as in `file:/vault/secrets/db.properties`. Required."),
  SOURCE_FORMAT(
      Program.AGENT,
      "source.format",
      ValueType.SOURCE_FORMAT,
      Scope.INHERITED,
      "auto",
      "How a file with credentials is written; `auto` sees it from the content."),
  SOURCE_POLL(
      Program.AGENT,
      "source.poll",
      ValueType.DURATION,
      Scope.INHERITED,
      "1s",
      "How often a file with credentials is read at least. A change is noticed sooner where the"
          + " system tells of changes."),
  SOURCE_DRAIN(
      Program.AGENT,
      "source.drain",
      ValueType.DURATION,
      Scope.INHERITED,
      "10m",
      "How long a borrowed connection may be used after its credential has left the file, where the"
          + " file does not say when the credential ends."),
  URL(
      "url",
      ValueType.URL_PATTERN,
      Scope.BINDING,
      null,
      "JDBC URL pattern of the connections that get the credential. Unless set, the server that first"
          + " accepts it. `*` for all through drivers that Leasehold knows."),
  USER(
      Program.AGENT,
      "user",
      ValueType.TEXT,
      Scope.BINDING,
      null,
      "Connections that the binding is for, by the user that the application configured; all"
          + " unless set."),
  DRIVERS(
      Program.AGENT,
      "drivers",
      ValueType.DRIVERS,
      Scope.PROCESS,
      null,
      "Drivers whose classes Leasehold does not know, such as forks with a package of their own. The"
          + " dialect is that of a driver with the same properties and errors, for example"
          + " `com.edb.Driver=postgresql`."),
  SET_ROLE(
      Program.AGENT,
      "set-role",
      ValueType.TEXT,
      Scope.BINDING,
      null,
      "Role that each session takes on and that owns the objects that the session creates. Unless"
          + " set, the credential's own role."),
  APPLICATION_NAME(
      Program.AGENT,
      "application-name",
      ValueType.SESSION_NAME,
      Scope.INHERITED,
      "stamp",
      "Whether sessions that the application gives no name are named after pod and lease."),
  HAND_OVER(
      Program.AGENT,
      "hand-over",
      ValueType.HAND_OVER,
      Scope.INHERITED,
      "off",
      "Moves live connections of pgjdbc to new sessions when a generation retires. `auto` moves"
          + " connections that no pool lets go. `always` moves connections of known pools, too."),
  HAND_OVER_QUIET(
      Program.AGENT,
      "hand-over.quiet",
      ValueType.DURATION,
      Scope.INHERITED,
      "1s",
      "How long a connection must not have been used before it is moved; it gets shorter in"
          + " steps while the connection is in use."),
  HAND_OVER_LOGINS(
      Program.AGENT,
      "hand-over.logins",
      ValueType.COUNT,
      Scope.INHERITED,
      "4",
      "How many logins to move connections in a hurry are under way to one server at once, at most."
          + " Logins of all bindings count. A server without room for a login is asked again later."),
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
      "Greatest age of a credential before it is replaced. Unless set, only the lease ends it."
          + " A secret that Vault does not end is read again at that age."),
  PROBE_TARGETS(
      Program.AGENT,
      "probe-targets",
      ValueType.COUNT,
      Scope.INHERITED,
      "16",
      "How many targets a new credential is tried on at most: the targets that answered the"
          + " application last."),
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
  SIGHUP(
      Program.AGENT,
      "sighup",
      ValueType.SWITCH,
      Scope.PROCESS,
      "on",
      "Whether SIGHUP has files read and credentials from Vault rotated."),
  FAIL_FAST(
      Program.AGENT,
      "fail-fast",
      ValueType.FLAG,
      Scope.PROCESS,
      "false",
      "Ends the JVM with exit code 78 when the configuration is wrong."),
  METRICS_LISTEN(
      Program.AGENT,
      "metrics.listen",
      ValueType.PORT,
      Scope.PROCESS,
      null,
      "Where `/metrics`, `/healthz` and `/readyz` are answered, as in `9404` on the loopback or"
          + " `0.0.0.0:9404` on all addresses; nowhere unless set."),
  METRICS_JMX(
      Program.AGENT,
      "metrics.jmx",
      ValueType.SWITCH,
      Scope.PROCESS,
      "off",
      "Whether each binding has an MBean with its metrics and the operations `rotate` and"
          + " `describe`."),
  METRICS_MICROMETER(
      Program.AGENT,
      "metrics.micrometer",
      ValueType.SWITCH,
      Scope.PROCESS,
      "off",
      "Whether the metrics are registered with the application's own Micrometer, in its global"
          + " registry."),
  METRICS_JFR(
      Program.AGENT,
      "metrics.jfr",
      ValueType.SWITCH,
      Scope.PROCESS,
      "on",
      "Whether recordings of the JDK Flight Recorder have events of logins, credentials and"
          + " connections."),
  LOG_LEVEL("log-level", ValueType.LEVEL, Scope.PROCESS, "info", "Least severe line written."),
  LOG_FORMAT(
      Program.SIDECAR,
      "log-format",
      ValueType.LOG_FORMAT,
      Scope.PROCESS,
      "text",
      "Whether the log is text, or one JSON object a line."),
  TERMINATION_LOG(
      "termination-log",
      ValueType.FILE,
      Scope.PROCESS,
      "/dev/termination-log",
      "File of the container that Kubernetes shows when the container has ended: the path"
          + " in its `terminationMessagePath`. Holds the reason while there is no credential."
          + " Never created."),
  VOLUME(
      Program.SIDECAR,
      "volume",
      ValueType.DIRECTORY,
      Scope.PROCESS,
      "/run/leasehold",
      "Directory of a memory volume that the files with credentials are written to."),
  VOLUME_ALLOW_DISK(
      Program.SIDECAR,
      "volume.allow-disk",
      ValueType.FLAG,
      Scope.PROCESS,
      "false",
      "Whether `volume` and `state` may be on a disk."),
  STATE(
      Program.SIDECAR,
      "state",
      ValueType.DIRECTORY,
      Scope.PROCESS,
      null,
      "Directory for the state that a run of the sidecar leaves to the next run, with the Vault"
          + " token; `volume` unless set. A volume that the application does not mount keeps it"
          + " apart."),
  FILE_PATH(
      Program.SIDECAR,
      "file.path",
      ValueType.FILE,
      Scope.BINDING,
      null,
      "File in `volume` that the credential is written to; the binding's name and the format's"
          + " unless set, as in `default.properties`."),
  FILE_FORMAT(
      Program.SIDECAR,
      "file.format",
      ValueType.FORMAT,
      Scope.INHERITED,
      "properties",
      "Format of the file."),
  FILE_TEMPLATE(
      Program.SIDECAR,
      "file.template",
      ValueType.FILE,
      Scope.BINDING,
      null,
      "Template of the file. Required for the format `template`."),
  FILE_USERNAME_AS(
      Program.SIDECAR,
      "file.username-as",
      ValueType.TEXT,
      Scope.BINDING,
      null,
      "Name of the user's entry in the file, as in `spring.datasource.username` or `PGUSER`; the"
          + " format's own unless set."),
  FILE_PASSWORD_AS(
      Program.SIDECAR,
      "file.password-as",
      ValueType.TEXT,
      Scope.BINDING,
      null,
      "Name of the password's entry."),
  FILE_CLEAR_PASSWORD(
      Program.SIDECAR,
      "file.clear-password",
      ValueType.FLAG,
      Scope.BINDING,
      "false",
      "Whether the format `userlist` has the password itself, with which PgBouncer can log in, in"
          + " place of its SCRAM secret."),
  FILE_MODE(
      Program.SIDECAR,
      "file.mode",
      ValueType.FILE_MODE,
      Scope.INHERITED,
      "0440",
      "Permissions of the file. With the pod's `fsGroup` its group can read it; `0400` is for"
          + " programs under the sidecar's own user, and the default of `pgpass`."),
  FILE_OWNER(
      Program.SIDECAR,
      "file.owner",
      ValueType.TEXT,
      Scope.PROCESS,
      null,
      "User that the files are given to, by number or name, which needs CAP_CHOWN; the sidecar's own"
          + " unless set."),
  FILE_GROUP(
      Program.SIDECAR,
      "file.group",
      ValueType.TEXT,
      Scope.PROCESS,
      null,
      "Group of the files, one of the sidecar's own groups. Unless set, the group of the directory"
          + " (`fsGroup`), or of the sidecar."),
  FILE_AT_END(
      Program.SIDECAR,
      "file.at-end",
      ValueType.FILE_AT_END,
      Scope.INHERITED,
      "remove",
      "Treatment of the file when its lease ends without a successor, and when the sidecar"
          + " ends."),
  SIGNAL(
      Program.SIDECAR,
      "signal",
      ValueType.SIGNAL,
      Scope.BINDING,
      null,
      "Signal that the program gets after each change of the file."),
  SIGNAL_PROCESS(
      Program.SIDECAR,
      "signal.process",
      ValueType.TEXT,
      Scope.BINDING,
      null,
      "Name of the program that gets the signal, without its directory."),
  SIGNAL_COMMAND_LINE(
      Program.SIDECAR,
      "signal.command-line",
      ValueType.TEXT,
      Scope.BINDING,
      null,
      "Regular expression that a part of the command line of the program that gets the signal"
          + " matches."),
  SIGNAL_PID_FILE(
      Program.SIDECAR,
      "signal.pid-file",
      ValueType.FILE,
      Scope.BINDING,
      null,
      "File with the process id of the program that gets the signal."),
  RELOAD_COMMAND(
      Program.SIDECAR,
      "reload.command",
      ValueType.COMMAND,
      Scope.BINDING,
      null,
      "Command that is run after each change, and whose success says that the program uses the new"
          + " credential. No shell runs it."),
  RELOAD_URL(
      Program.SIDECAR,
      "reload.url",
      ValueType.ADDRESS,
      Scope.BINDING,
      null,
      "Address on the pod's loopback that is sent a POST after each change, and whose answer of 200"
          + " to 299 says the same."),
  RELOAD_TIMEOUT(
      Program.SIDECAR,
      "reload.timeout",
      ValueType.DURATION,
      Scope.INHERITED,
      "10s",
      "Longest time for one try of `reload.command` or `reload.url`, of three at most."),
  DRAIN_AFTER(
      Program.SIDECAR,
      "drain-after",
      ValueType.DURATION,
      Scope.INHERITED,
      null,
      "How long the previous lease is kept once the program was told of a change. Unless set, it is"
          + " revoked once the reload has succeeded, or after 30 s where no reload is set."),
  HEALTH_LISTEN(
      Program.SIDECAR,
      "health.listen",
      ValueType.LISTEN,
      Scope.PROCESS,
      null,
      "Where `/healthz`, `/readyz` and `/metrics` are answered, as in `0.0.0.0:9404`; nowhere unless"
          + " set.");

  /** The part of the configuration that a setting applies to. */
  public enum Scope {
    /** To the process; given once. */
    PROCESS,
    /** To one binding; without a name to the only binding. */
    BINDING,
    /** To one binding; without a name to all that have none of their own. */
    INHERITED
  }

  /** The program that alone reads a setting. */
  public enum Program {
    /** The agent inside the application's JVM. */
    AGENT,
    /** The sidecar beside the application. */
    SIDECAR;

    /** Returns how documentation and messages name the program. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The beginning of the names of settings as properties. */
  public static final String PREFIX = "leasehold.";

  private final @Nullable Program program;
  private final String key;
  private final ValueType type;
  private final Scope scope;
  private final @Nullable String defaultText;
  private final String description;

  Setting(
      String key, ValueType type, Scope scope, @Nullable String defaultText, String description) {
    this(null, key, type, scope, defaultText, description);
  }

  Setting(
      @Nullable Program program,
      String key,
      ValueType type,
      Scope scope,
      @Nullable String defaultText,
      String description) {
    this.program = program;
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

  /** Returns the program that alone reads the setting; null where both do. */
  public @Nullable Program program() {
    return program;
  }

  /** Returns the type of the value. */
  public ValueType type() {
    return type;
  }

  /** Returns the part of the configuration that the setting applies to. */
  public Scope scope() {
    return scope;
  }

  /** Returns the value that holds when none is given, as a user would write it. */
  public @Nullable String defaultText() {
    return defaultText;
  }

  /** Returns the purpose of the setting, in a sentence. */
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
