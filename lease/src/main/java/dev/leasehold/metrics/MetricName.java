// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Every metric there is. {@code docs/metrics.md} and the rules in {@code deploy/prometheus} are
 * tested against this table.
 *
 * <p>Names are in full, as Prometheus shows them: a counter ends in {@code _total} and a unit is a
 * suffix, as OpenMetrics 1.0 has it. No label has a user, a lease or a pod, of which there is no
 * end.
 */
public enum MetricName {
  BUILD_INFO(
      "leasehold_build_info",
      Type.INFO,
      Owner.PROCESS,
      "The version that runs, as a label of 1.",
      "program",
      "version"),
  LOGINS(
      "leasehold_logins_total",
      Type.COUNTER,
      Owner.PROCESS,
      "Logins to Vault, and tokens that a token file held anew.",
      "result"),
  SINCE_LOGIN(
      "leasehold_since_login_seconds",
      Type.GAUGE,
      Owner.PROCESS,
      "Time since the last login that succeeded."),
  TOKEN_REMAINING(
      "leasehold_token_remaining_seconds",
      Type.GAUGE,
      Owner.PROCESS,
      "Time until the Vault token ends if it is not renewed."),
  TOKEN_DURATION(
      "leasehold_token_duration_seconds",
      Type.GAUGE,
      Owner.PROCESS,
      "How long the Vault token lived when it was last issued or renewed."),
  READY(
      "leasehold_ready",
      Type.GAUGE,
      Owner.BINDING,
      "Whether the binding has a credential whose lease lives, and refuses no connection."),
  FAILING(
      "leasehold_failing",
      Type.GAUGE,
      Owner.BINDING,
      "Whether the last try of an operation failed.",
      "operation"),
  GENERATION(
      "leasehold_generation",
      Type.GAUGE,
      Owner.BINDING,
      "Number of the current generation; 0 for none."),
  LEASE_REMAINING(
      "leasehold_lease_remaining_seconds",
      Type.GAUGE,
      Owner.BINDING,
      "Time until the current lease ends if it is not renewed."),
  LEASE_DURATION(
      "leasehold_lease_duration_seconds",
      Type.GAUGE,
      Owner.BINDING,
      "How long the current lease lasted when it was granted or last renewed in full."),
  CREDENTIAL_AGE(
      "leasehold_credential_age_seconds",
      Type.GAUGE,
      Owner.BINDING,
      "Time since the current credential was made."),
  SINCE_SUCCESS(
      "leasehold_since_success_seconds",
      Type.GAUGE,
      Owner.BINDING,
      "Time since an operation last succeeded; there from its first success on.",
      "operation"),
  FETCHES(
      "leasehold_fetches_total",
      Type.COUNTER,
      Owner.BINDING,
      "Credentials that were asked for, whether or not they came into use.",
      "result"),
  RENEWALS(
      "leasehold_renewals_total", Type.COUNTER, Owner.BINDING, "Renewals of leases.", "result"),
  ROTATIONS(
      "leasehold_rotations_total",
      Type.COUNTER,
      Owner.BINDING,
      "Credentials that became current, the first included, and tries that failed.",
      "result"),
  REVOCATIONS(
      "leasehold_revocations_total",
      Type.COUNTER,
      Owner.BINDING,
      "Leases that were revoked, and tries that failed.",
      "result"),
  PROBES(
      "leasehold_probes_total",
      Type.COUNTER,
      Owner.BINDING,
      "Trials of a credential on a database: accepted, rejected, or failed as none answered.",
      "result"),
  FAILURES(
      "leasehold_failures_total",
      Type.COUNTER,
      Owner.BINDING,
      "Operations that failed and are tried again.",
      "operation",
      "reason"),
  FAULTS(
      "leasehold_faults_total",
      Type.COUNTER,
      Owner.BINDING,
      "Faults of Leasehold's own: each is a defect, or a JVM without memory."),
  FETCH_DURATION(
      "leasehold_fetch_duration_seconds",
      Type.HISTOGRAM,
      Owner.BINDING,
      "How long a fetch took that succeeded, a login included where it was due."),
  DRAIN_DURATION(
      "leasehold_drain_duration_seconds",
      Type.HISTOGRAM,
      Owner.BINDING,
      "How long it took from a generation's retirement until its last connection was closed."),
  REJECTED(
      "leasehold_rejected_credentials_total",
      Type.COUNTER,
      Owner.CONNECTIONS,
      "Connects whose credential the database rejected."),
  CONNECTIONS(
      "leasehold_connections",
      Type.GAUGE,
      Owner.CONNECTIONS,
      "Connections that are open or being opened, of the current generation or of draining"
          + " generations.",
      "state"),
  OPENED(
      "leasehold_connections_opened_total",
      Type.COUNTER,
      Owner.CONNECTIONS,
      "Connections that were opened with the binding's credential."),
  RETIRED(
      "leasehold_connections_retired_total",
      Type.COUNTER,
      Owner.CONNECTIONS,
      "Connections of earlier generations that are gone: closed within three seconds of their turn"
          + " (idle) or later (returned), or aborted at the deadline.",
      "reason"),
  REFUSED(
      "leasehold_connections_refused_total",
      Type.COUNTER,
      Owner.CONNECTIONS,
      "Connects that Leasehold refused: without a valid lease for them, as they may lead elsewhere,"
          + " or by a fault of its own."),
  HANDED_OVER(
      "leasehold_connections_handed_over_total",
      Type.COUNTER,
      Owner.CONNECTIONS,
      "Connections that were moved to a new session in place."),
  PINNED(
      "leasehold_connections_pinned_total",
      Type.COUNTER,
      Owner.CONNECTIONS,
      "Connections of retired generations that could not be moved to a new session, each once in a"
          + " retirement.",
      "reason"),
  AUDIT_FINDINGS(
      "leasehold_audit_findings_total",
      Type.COUNTER,
      Owner.AUDIT,
      "Findings that were written out, each once, findings before a restart included.",
      "code",
      "severity"),
  AUDIT_STANDING(
      "leasehold_audit_standing_findings",
      Type.GAUGE,
      Owner.AUDIT,
      "Findings that were written out and are still found in the retained lines.",
      "code",
      "severity"),
  AUDIT_SINCE_FINDING(
      "leasehold_audit_since_finding_seconds",
      Type.GAUGE,
      Owner.AUDIT,
      "Time since a finding was last written out, also before a restart; NaN for none.",
      "code",
      "severity"),
  AUDIT_LINES(
      "leasehold_audit_lines_total",
      Type.COUNTER,
      Owner.AUDIT,
      "Lines and objects that were read, and lines that were passed over.",
      "source",
      "result"),
  AUDIT_SINCE_LINE(
      "leasehold_audit_since_line_seconds",
      Type.GAUGE,
      Owner.AUDIT,
      "Time since something was last read of a source, or since the process began.",
      "source"),
  AUDIT_SINCE_ROUND(
      "leasehold_audit_since_round_seconds",
      Type.GAUGE,
      Owner.AUDIT,
      "Time since the logs were last joined, or since the process began."),
  AUDIT_ROUND_DURATION(
      "leasehold_audit_round_duration_seconds",
      Type.GAUGE,
      Owner.AUDIT,
      "How long the last join took.");

  /** The type of a metric's values. */
  public enum Type {
    /** Rises, and begins at zero with the process. */
    COUNTER,
    /** Rises and falls. */
    GAUGE,
    /** Counts in buckets. */
    HISTOGRAM,
    /** Always 1; its labels tell something. */
    INFO;

    /** Returns how OpenMetrics and documents name it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The subject of a metric. */
  public enum Owner {
    /** The process. */
    PROCESS,
    /** A binding's leases, in the agent and in the sidecar. */
    BINDING,
    /** A binding's connections, which only the agent sees. */
    CONNECTIONS,
    /** The logs that {@code leasehold audit watch} follows. */
    AUDIT
  }

  private static final String SECONDS = "seconds";

  private final String text;
  private final Type type;
  private final Owner owner;
  private final String help;
  private final List<String> labels;

  MetricName(String text, Type type, Owner owner, String help, String... labels) {
    this.text = text;
    this.type = type;
    this.owner = owner;
    this.help = help;
    List<String> all = new ArrayList<>();
    if (owner == Owner.BINDING || owner == Owner.CONNECTIONS) {
      all.add("binding");
    }
    all.addAll(Arrays.asList(labels));
    this.labels = Collections.unmodifiableList(all);
  }

  /** Returns the name. */
  public String text() {
    return text;
  }

  /** Returns the type of its values. */
  public Type type() {
    return type;
  }

  /** Returns the part of the process that it is about. */
  public Owner owner() {
    return owner;
  }

  /** Returns the unit, such as {@code seconds}; empty for a number. */
  public String unit() {
    return text.endsWith("_" + SECONDS) ? SECONDS : "";
  }

  /** Returns its description, in a sentence. */
  public String help() {
    return help;
  }

  /** Returns the names of its labels, in the order of a sample's values. */
  public List<String> labels() {
    return labels;
  }
}
