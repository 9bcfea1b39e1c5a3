// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

/** The kinds of findings. {@code docs/audit.md} has a section for each. */
public enum FindingCode {
  /** A role that Vault's log does not know. */
  LA01(Severity.error, "role without a lease"),
  /** A lease of no pod. */
  LA02(Severity.error, "role without a pod that started"),
  /** The token's pod is elsewhere. */
  LA03(Severity.error, "request from an address that is not the pod's"),
  /** The session is from elsewhere. */
  LA04(Severity.error, "session from an address that is not the pod's"),
  /** The session was not ended. */
  LA05(Severity.error, "session after the end of its lease"),
  /** The role was not dropped. */
  LA06(Severity.error, "role that outlived its lease"),
  /** More than a rotation needs. */
  LA07(Severity.warning, "pod with more than two roles"),
  /** A restart loop. */
  LA08(Severity.warning, "many roles of a service in little time"),
  /** Not by a pod. */
  LA09(Severity.error, "credentials read by a token of no pod"),
  /** A token that was copied. */
  LA10(Severity.error, "token used from two addresses"),
  /** The account that Leasehold is to replace. */
  LA11(Severity.warning, "static account still in use"),
  /** A service account's token that was copied. */
  LA12(Severity.error, "service account used outside its pods"),
  /** Rotation has stopped. */
  LA13(Severity.warning, "pod that does not rotate"),
  /** The log is not whole. */
  LA14(Severity.warning, "gap in the logs"),
  /** A wrapping token that was copied. */
  LA15(Severity.error, "wrapping token used again from another address");

  /** The importance of a finding. */
  public enum Severity {
    /** To be looked into at once. */
    error,
    /** To be looked into. */
    warning
  }

  private final Severity severity;
  private final String title;

  FindingCode(Severity severity, String title) {
    this.severity = severity;
    this.title = title;
  }

  /** Returns how much it matters. */
  public Severity severity() {
    return severity;
  }

  /** Returns the finding's title, as in {@code docs/audit.md}. */
  public String title() {
    return title;
  }
}
