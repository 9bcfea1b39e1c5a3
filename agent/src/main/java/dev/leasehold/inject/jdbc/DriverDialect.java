// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.inject.url.UrlQuery;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The particulars of one driver: its URLs, its property names, the meaning of its errors. */
public interface DriverDialect {

  /** JDBC's own name for the property that holds the user, as {@code DriverManager} writes it. */
  String USER = "user";

  /** JDBC's own name for the property that holds the password. */
  String PASSWORD = "password";

  /** Returns whether a URL is one of the driver's, such as {@code jdbc:postgresql:...}. */
  boolean accepts(String url);

  /**
   * Returns the properties that would make the driver take another credential than the given
   * credential, in lower case. They are taken out without regard to case. User and password are
   * among them.
   */
  Set<String> credentialProperties();

  /**
   * Returns properties to set besides user and password. They keep a driver's other sources, such
   * as a file of its own, from naming another way to a credential. They also keep the driver from a
   * later login to servers that it has found out itself.
   */
  default Map<String, String> safeguards(Driver driver) {
    return Collections.emptyMap();
  }

  /**
   * Returns the URL without the parameters that {@link #credentialProperties()} names, and without
   * any other part that names a user or a password.
   */
  String withoutCredentials(String url);

  /**
   * Returns the URL without the parameters of these names, wherever it has any.
   *
   * @param lowerCaseNames names in lower case; the URL may have them in any
   */
  default String without(String url, Set<String> lowerCaseNames) {
    return UrlQuery.without(url, lowerCaseNames);
  }

  /**
   * Returns the targets that the driver will connect to, and its effective parameters, as its own
   * parser reads them from URL and properties.
   *
   * @param info the properties beside the URL, without defaults of their own
   * @return null when the driver says that it does not take the URL, so that nobody connects; not
   *     when it has failed to say so: {@link UrlAcceptance#ofUnread}
   */
  @Nullable Targets targets(Driver driver, String url, Properties info);

  /**
   * Returns whether {@link #targets} come from the parser of a driver, and that parser takes no URL
   * of other drivers. {@code acceptsURL} need not be asked then.
   */
  default boolean asksParserOf(Driver driver) {
    return false;
  }

  /**
   * Returns whether equal arguments have equal targets, so that these need not be read again. The
   * driver then takes nothing of them from elsewhere, such as a file.
   *
   * @param info the properties beside the URL, without defaults of their own
   * @param targets of these, as {@link #targets} returns them
   */
  default boolean readsArgumentsAlone(Driver driver, String url, Properties info, Targets targets) {
    return false;
  }

  /**
   * Returns the URL with a database in it, which the driver would else name after the user. Called
   * where {@link Targets#isDatabaseOfUser()} says so.
   */
  default String withDatabase(String url, String database) {
    return url;
  }

  /**
   * Returns the text that still names a login, or another way to log in, in a URL and properties.
   * All logins that are certain have been taken out of them before. Null where there is none. A
   * driver might prefer it to the credential beside it, so the connection is refused.
   *
   * @param clean the URL as {@link #withoutCredentials} returns it
   * @param info the properties beside the URL, without defaults of their own, as they were given
   * @return names of parameters, or of places in the URL; no values
   */
  default @Nullable String remainingLogin(Driver driver, String clean, Properties info) {
    return null;
  }

  /** Returns the user that properties name; null where they name none. */
  default @Nullable String userIn(Properties info) {
    return info.getProperty(USER);
  }

  /**
   * Returns the user that the driver would take, where {@link #targets} does not say it.
   *
   * @param inProperties the user that the properties name; null when they name none
   */
  @Nullable String user(String url, @Nullable String inProperties);

  /** Returns whether this failure says, at connect, that the database refuses the credential. */
  boolean isRejection(SQLException failure);

  /** Returns whether a dropped role would cause this failure, on a live connection. */
  boolean isSuspicious(SQLException failure);

  /**
   * Returns whether a suspicious failure says that the server has ended the session on purpose. The
   * role is revoked, or the server goes away, so other sessions of the same role have ended, too.
   */
  default boolean isSessionEnd(SQLException failure) {
    return false;
  }

  /**
   * Returns the gap in a lease's role that the failure of a statement tells of; null when it tells
   * of none.
   */
  default @Nullable RoleGap gap(SQLException failure) {
    return null;
  }

  /**
   * Returns properties that bound the time of a connect, in whole seconds; used for Leasehold's own
   * connections.
   */
  Map<String, String> timeouts(int seconds);

  /**
   * Makes a connection lead to one target, of several that the URL names.
   *
   * @param url without the parameters that {@link #timeouts} names
   * @param info a copy that is the callee's to change
   * @return the URL to go on with; the same where the driver has no login point for one server, so
   *     that several count as one target
   */
  default String only(Target target, String url, Properties info) {
    return url;
  }

  /**
   * Returns parameters of a connection of ours that is opened for its session alone. Its driver is
   * to leave nothing in the session that the application's driver would meet.
   */
  default Map<String, String> bareSession() {
    return Collections.emptyMap();
  }

  /**
   * Makes a session begin as a role, as its default, so that no reset of the session undoes it.
   *
   * @param info a copy that is the callee's to change
   * @return the URL to go on with; null when this driver cannot, so that {@link #setRole} is run on
   *     each new connection
   * @throws SQLException when the driver does not tell its abilities
   */
  default @Nullable String startAs(String role, Driver driver, String url, Properties info)
      throws SQLException {
    return null;
  }

  /**
   * Returns the statement that makes a session take on a role, the name quoted in it; null when the
   * database knows none.
   */
  default @Nullable String setRole(String role) {
    return "SET ROLE \"" + role.replace("\"", "\"\"") + "\"";
  }

  /**
   * Returns the setting or privilege that an application needs to create tables of its own under
   * the role of a lease. The text is the object of a sentence; null where nothing is known.
   */
  default @Nullable String neededToCreateTables() {
    return null;
  }

  /**
   * Returns whether this failure, at connect, says that the user may not take on the role. The
   * SQLStates are the SQL standard's, invalid role specification, and PostgreSQL's own in its
   * place.
   */
  default boolean isRoleRefusal(SQLException failure, String role) {
    return "0P000".equals(failure.getSQLState()) || "42501".equals(failure.getSQLState());
  }

  /**
   * Names a session in the database's own lists, unless the application has named it.
   *
   * @param info a copy that is the callee's to change
   * @return the URL to go on with
   */
  default String named(String name, String url, Properties info) {
    return url;
  }
}
