// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.lease.Credential;
import java.util.Properties;

/**
 * The arguments for a session of the application without the credential: they have the session's
 * name and its role. Immutable.
 */
final class SessionArguments {

  private final SessionStart start;
  private final String fingerprint;
  private final String url;
  private final Properties info;
  private final boolean asRole;

  /**
   * Holds the arguments.
   *
   * @param info kept as it is
   * @param asRole whether they make the session begin as its role
   */
  SessionArguments(
      SessionStart start, String fingerprint, String url, Properties info, boolean asRole) {
    this.start = start;
    this.fingerprint = fingerprint;
    this.url = url;
    this.info = info;
    this.asRole = asRole;
  }

  /** Returns whether these are of a session that begins so, and is named after this. */
  boolean areOf(SessionStart begin, String namedAfter) {
    return start == begin && fingerprint.equals(namedAfter);
  }

  /** Returns copies that hold this credential and no other. */
  ReplacedArguments with(Credential credential) {
    Properties copy = new Properties();
    copy.putAll(info);
    DriverConnectRecipe.put(credential, copy);
    return new ReplacedArguments(url, copy, asRole);
  }
}
