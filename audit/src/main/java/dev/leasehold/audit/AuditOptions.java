// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import dev.leasehold.audit.join.AccountHashes;
import dev.leasehold.audit.join.AddressBlock;
import dev.leasehold.audit.join.AuditSources;
import dev.leasehold.audit.join.AuditTerms;
import dev.leasehold.audit.live.AuditHash;
import dev.leasehold.audit.live.LiveCluster;
import dev.leasehold.audit.live.LivePostgres;
import dev.leasehold.audit.source.AuditDevice;
import dev.leasehold.audit.source.LiveInput;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.PostgresPrefix;
import dev.leasehold.audit.watch.FollowedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all questions share: the inputs, and the user's facts about the systems. */
final class AuditOptions {

  private static final String STANDARD_INPUT = "-";
  private static final String ONCE = "standard input (-) can be read once only";

  @Option(
      names = "--vault-audit",
      paramLabel = "FILE",
      required = true,
      description = "Vault's audit log: files, folders, or - for standard input; also gzipped.")
  private List<String> vaultAudit = new ArrayList<>();

  @Option(
      names = "--vault-log",
      paramLabel = "FILE",
      description = "The log of Vault's server, which says when leases end by themselves.")
  private List<String> vaultLog = new ArrayList<>();

  @Option(
      names = "--postgresql",
      paramLabel = "FILE",
      description = "PostgreSQL's log: jsonlog, csvlog, or text.")
  private List<String> postgres = new ArrayList<>();

  @Option(
      names = "--postgresql-prefix",
      paramLabel = "PREFIX",
      description = "The log_line_prefix of PostgreSQL's log in text.")
  private @Nullable String postgresPrefix;

  @Option(
      names = "--kubernetes",
      paramLabel = "FILE",
      description = "Output of kubectl get pods,events -A -o json.")
  private List<String> kubernetes = new ArrayList<>();

  @Option(
      names = "--kubernetes-audit",
      paramLabel = "FILE",
      description = "The audit log of Kubernetes' API server: lines of audit.k8s.io/v1.")
  private List<String> kubernetesAudit = new ArrayList<>();

  @Option(
      names = "--agent-log",
      paramLabel = "FILE",
      description =
          "Logs of containers with Leasehold, under the node's names; their lines are claims.")
  private List<String> agents = new ArrayList<>();

  @Option(
      names = "--cluster",
      description = "Asks the API server for the pods of all namespaces: KUBECONFIG, or in a pod.")
  private boolean isCluster;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context of the client configuration; its current context unless given.")
  private @Nullable String context;

  @Option(
      names = "--postgresql-url",
      paramLabel = "URL",
      description = "Asks PostgreSQL for sessions and roles: a JDBC URL; PGUSER, PGPASSWORD.")
  private @Nullable String postgresUrl;

  @Option(
      names = "--clock-skew",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How far the clocks of two systems may be apart; VALUE unless given.")
  private Duration clockSkew = Duration.ofMinutes(1);

  @Option(
      names = "--lease-ttl",
      paramLabel = "[PATH=]TTL/MAX",
      description =
          "default_ttl and max_ttl of database roles, as in database/creds/orders=1h/24h.")
  private List<String> leaseTerms = new ArrayList<>();

  @Option(
      names = "--most-roles",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many roles of one path a pod may have at once; 2 unless given.")
  private int mostRoles;

  @Option(
      names = "--loop-window",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "The time in which six leases of one pod are a restart loop; 10m unless given.")
  private Duration loopWindow = Duration.ofMinutes(10);

  @Option(
      names = "--proxy",
      paramLabel = "ADDRESS[/PREFIX]",
      description =
          "Address or block of addresses of proxies, which say nothing of the pods behind them.")
  private List<String> proxies = new ArrayList<>();

  @Option(
      names = "--auth-mount",
      paramLabel = "PATH",
      description =
          "Path of the auth method of a cluster whose pods are known, as in auth/kubernetes-eu.")
  private List<String> authMounts = new ArrayList<>();

  @Option(
      names = "--known-reader",
      paramLabel = "NAME",
      description = "Display name in Vault, other than that of a pod, that may read credentials.")
  private List<String> knownReaders = new ArrayList<>();

  @Option(
      names = "--static-account",
      paramLabel = "NAME",
      description = "Account of the database that is to be used no longer.")
  private List<String> staticAccounts = new ArrayList<>();

  @Option(
      names = "--audit-device",
      paramLabel = "DEVICE",
      description =
          "Asks Vault (VAULT_ADDR, VAULT_TOKEN or VAULT_TOKEN_FILE, VAULT_CACERT) how the device hashes accounts.")
  private @Nullable String auditDevice;

  @Option(
      names = "--known-account",
      paramLabel = "NAME",
      description = "Account of the database, other than Vault's, that pods with leases may use.")
  private List<String> knownAccounts = new ArrayList<>();

  @Option(
      names = "--temporary-folder",
      paramLabel = "FOLDER",
      description = "Where the tables are while the command runs; that of the JVM unless given.")
  private @Nullable Path temporaryFolder;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "640MB",
      description = "Memory of the tables; larger tables go to disk. 640MB unless given.")
  private String memory = "640MB";

  /** Returns the inputs; with the hashes, for which Vault is asked then. */
  AuditSources sources(InputStream in, @Nullable AccountHashes hashes) throws AuditException {
    piped();
    try {
      return new AuditSources(
          LogInput.of(vaultAudit, in),
          LogInput.of(vaultLog, in),
          LogInput.of(postgres, in),
          prefix(),
          LogInput.of(kubernetes, in),
          LogInput.of(kubernetesAudit, in),
          LogInput.of(agents, in),
          live(),
          hashes);
    } catch (NoSuchFileException e) {
      throw new AuditException(
          AuditStatus.NO_INPUT, e.getMessage() + " is not there, or cannot be read");
    } catch (IOException e) {
      throw new AuditException(AuditStatus.NO_INPUT, "the inputs cannot be listed: " + e);
    }
  }

  private List<LiveInput> live() throws AuditException {
    return Stream.<@Nullable LiveInput>of(cluster(), postgres()).filter(Objects::nonNull).toList();
  }

  /** Returns the cluster to ask; null for none. */
  @Nullable LiveCluster cluster() {
    return isCluster ? LiveCluster.of(context) : null;
  }

  /** Returns the database to ask; null for none. */
  @Nullable LivePostgres postgres() throws AuditException {
    if (postgresUrl == null) {
      return null;
    }
    if (!LivePostgres.isUrl(postgresUrl)) {
      throw new AuditException(
          AuditStatus.USAGE,
          "--postgresql-url is no URL of PostgreSQL's driver; write jdbc:postgresql://HOST/DATABASE");
    }
    if (LivePostgres.hasPassword(postgresUrl)) {
      throw new AuditException(
          AuditStatus.USAGE, "--postgresql-url has a password; give it as PGPASSWORD");
    }
    return new LivePostgres(postgresUrl, System.getenv());
  }

  /** Returns the audit device to ask Vault for; null for none. */
  @Nullable AuditDevice device() throws AuditException {
    try {
      return auditDevice == null ? null : AuditHash.of(auditDevice, System.getenv());
    } catch (IllegalArgumentException e) {
      throw new AuditException(AuditStatus.USAGE, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the prefix of PostgreSQL's log in text; null for a known prefix. */
  @Nullable PostgresPrefix prefix() throws AuditException {
    try {
      return postgresPrefix == null ? null : PostgresPrefix.parse(postgresPrefix);
    } catch (IllegalArgumentException e) {
      throw new AuditException(
          AuditStatus.USAGE, "--postgresql-prefix " + postgresPrefix + " " + e.getMessage());
    }
  }

  /** Returns the first option that names an input for questions only; null where there is none. */
  @Nullable String unfollowed() {
    if (!kubernetesAudit.isEmpty()) {
      return "--kubernetes-audit";
    }
    return agents.isEmpty() ? null : "--agent-log";
  }

  /** Returns the inputs that grow; standard input is none of them. */
  List<FollowedInput> followed() throws AuditException {
    List<FollowedInput> inputs = new ArrayList<>();
    for (Map.Entry<LogKind, List<String>> each : names().entrySet()) {
      for (String name : each.getValue()) {
        if (!name.equals(STANDARD_INPUT)) {
          inputs.add(new FollowedInput(each.getKey(), folderIsThere(Path.of(name))));
        }
      }
    }
    return inputs;
  }

  /** A file may come later, as between two steps of its rotation. */
  private static Path folderIsThere(Path path) throws AuditException {
    Path parent = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(path) && (parent == null || !Files.isDirectory(parent))) {
      throw new AuditException(
          AuditStatus.NO_INPUT, path + " is not there, and neither is its folder");
    }
    return path;
  }

  /** Returns the kind of log that is to come from standard input; null for none. */
  @Nullable LogKind piped() throws AuditException {
    LogKind piped = null;
    for (Map.Entry<LogKind, List<String>> each : names().entrySet()) {
      int count = Collections.frequency(each.getValue(), STANDARD_INPUT);
      if (count > 0 && (piped != null || count > 1)) {
        throw new AuditException(AuditStatus.USAGE, ONCE);
      }
      piped = count > 0 ? each.getKey() : piped;
    }
    return piped;
  }

  private Map<LogKind, List<String>> names() {
    Map<LogKind, List<String>> names = new EnumMap<>(LogKind.class);
    names.put(LogKind.VAULT_AUDIT, vaultAudit);
    names.put(LogKind.VAULT_SERVER, vaultLog);
    names.put(LogKind.POSTGRESQL, postgres);
    names.put(LogKind.KUBERNETES, kubernetes);
    names.put(LogKind.KUBERNETES_AUDIT, kubernetesAudit);
    names.put(LogKind.AGENT, agents);
    return names;
  }

  AuditTerms terms() throws AuditException {
    Map<String, AuditTerms.LeaseTerm> terms = new LinkedHashMap<>();
    for (String each : leaseTerms) {
      int equals = each.indexOf('=');
      terms.put(each.substring(0, Math.max(0, equals)), term(each, each.substring(equals + 1)));
    }
    return new AuditTerms(
        clockSkew,
        mostRoles,
        loopWindow,
        terms,
        proxies(),
        mounts(),
        knownReaders,
        staticAccounts,
        knownAccounts);
  }

  /** Vault names a mount with {@code auth/} before it and a slash after it, or with neither. */
  private List<String> mounts() throws AuditException {
    List<String> mounts =
        authMounts.stream().map(path -> path.replaceAll("^/*(auth/+)?|/+$", "")).toList();
    if (mounts.contains("")) {
      throw new AuditException(
          AuditStatus.USAGE, "--auth-mount names no path; give it as in auth/kubernetes-eu");
    }
    return mounts;
  }

  private List<AddressBlock> proxies() throws AuditException {
    try {
      return proxies.stream().map(AddressBlock::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new AuditException(
          AuditStatus.USAGE, "--proxy " + e.getMessage() + ", as in 10.4.0.9 or 10.4.0.0/16");
    }
  }

  private static AuditTerms.LeaseTerm term(String option, String term) throws AuditException {
    int slash = term.indexOf('/');
    try {
      if (slash > 0) {
        return new AuditTerms.LeaseTerm(
            AuditTime.duration(term.substring(0, slash)),
            AuditTime.duration(term.substring(slash + 1)));
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new AuditException(
        AuditStatus.USAGE,
        "--lease-ttl "
            + option
            + ": give default_ttl and max_ttl, as in database/creds/orders=1h/24h");
  }

  @Nullable Path temporaryFolder() {
    return temporaryFolder;
  }

  String memory() {
    return memory;
  }
}
