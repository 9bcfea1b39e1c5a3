// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The start of a binding's sessions beside the credential: their role and their name. Immutable.
 */
public final class SessionStart {

  private static final String PREFIX = "leasehold/";
  private static final String APPLICATION_NAME = "application_name";

  /** The length of a name that PostgreSQL shows: {@code NAMEDATALEN} less one byte. */
  private static final int LONGEST = 63;

  private final @Nullable String role;
  private final @Nullable String pod;

  /**
   * Makes the start of a binding's sessions.
   *
   * @param role the role to take on; null for that of the credential
   * @param pod the process's own name, to be found in the database's lists; null to name none
   */
  public SessionStart(@Nullable String role, @Nullable String pod) {
    this.role = role;
    this.pod = pod == null ? null : printable(pod);
  }

  private static String printable(String pod) {
    StringBuilder printable = new StringBuilder();
    for (char c : pod.toCharArray()) {
      printable.append(c > ' ' && c <= '~' ? c : '?');
    }
    return printable.toString();
  }

  /** Returns the role that sessions take on; null for that of the credential. */
  public @Nullable String role() {
    return role;
  }

  /**
   * Returns the name of a session, {@code leasehold/<pod>/<fingerprint>} in printable ASCII, at
   * most 63 characters. A longer pod name is cut to its end, which tells pods apart. Null for no
   * name.
   */
  public @Nullable String name(String fingerprint) {
    if (pod == null) {
      return null;
    }
    int room = LONGEST - PREFIX.length() - 1 - fingerprint.length();
    return PREFIX + pod.substring(Math.max(0, pod.length() - room)) + '/' + fingerprint;
  }

  /**
   * Returns the parameters of the session that a client of PostgreSQL without JDBC is to send. Like
   * the options of pgjdbc they set the session's defaults, so that no reset undoes the role.
   *
   * @param given the parameters that it would send without us; left as they are
   * @param ownName the application name that the client gives where the application has set none
   */
  public Map<String, String> parameters(
      Map<String, String> given, String ownName, String fingerprint) {
    Map<String, String> parameters = new LinkedHashMap<>(given);
    if (role != null) {
      parameters.put("role", role);
    }
    String name = name(fingerprint);
    if (name != null && ownName.equals(given.getOrDefault(APPLICATION_NAME, ownName))) {
      parameters.put(APPLICATION_NAME, name);
    }
    return parameters;
  }

  /** Lets a new session take on the role, if there is a role. */
  public void takeOn(DriverDialect dialect, Connection connection) throws SQLException {
    if (role == null) {
      return;
    }
    String taking = dialect.setRole(role);
    if (taking == null) {
      throw ConnectFailures.refused(
          "leasehold.set-role: the database knows no SET ROLE; remove it", null);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(taking);
    }
  }

  /**
   * Returns the failure by which the database rejects the credential, or refuses it the role; null
   * when the failure is another.
   */
  public @Nullable SQLException rejection(
      DriverDialect dialect, String username, @Nullable Throwable failure) {
    String wanted = role;
    if (wanted != null) {
      SQLException refused =
          SqlFailures.find(failure, thrown -> dialect.isRoleRefusal(thrown, wanted));
      if (refused != null) {
        return ConnectFailures.roleRefused(username, wanted, refused);
      }
    }
    return SqlFailures.find(
        failure, each -> dialect.isRejection(each) && !ConnectFailures.isOwn(each));
  }
}
