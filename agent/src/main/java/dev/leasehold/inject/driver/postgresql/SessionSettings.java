// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.collection.FixedSet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a session has made, which a new session can be given as well. To ask for them
 * takes a server a millisecond or two. Immutable.
 */
final class SessionSettings {

  /** The question whose answer {@link #of} reads. */
  static final String SETTINGS =
      "SELECT s.name, s.setting, s.reset_val FROM pg_catalog.pg_settings AS s"
          + " WHERE s.source OPERATOR(pg_catalog.=) 'session'"
          + " OR (s.source OPERATOR(pg_catalog.=) 'client'"
          + " AND s.name OPERATOR(pg_catalog.<>) 'application_name')";

  /**
   * A setting that a session may change has one of these contexts. A setting with a dot is an
   * extension's or the application's own: a statement or function that makes it keeps the session.
   */
  private static final String NAMES =
      "SELECT pg_catalog.string_agg(s.name, ',') FROM pg_catalog.pg_show_all_settings() AS s"
          + " WHERE s.context OPERATOR(pg_catalog.=) ANY ('{user,superuser}')"
          + " AND s.name OPERATOR(pg_catalog.<>) ALL ('{application_name,"
          + "transaction_isolation,transaction_read_only,transaction_deferrable}')"
          + " AND pg_catalog.strpos(s.name, '.') OPERATOR(pg_catalog.=) 0";

  private static final String SET = "pg_catalog.set_config(?, ?, false)";

  private static final String APPLICATION_NAME = "application_name";

  /** Settings of the transaction, which are no state of a session that is in none. */
  private static final Set<String> OF_TRANSACTION =
      FixedSet.of("transaction_isolation", "transaction_read_only", "transaction_deferrable");

  private final Map<String, String> settings = new HashMap<>();

  /** Their values after a reset. */
  private final Map<String, String> resets = new HashMap<>();

  /** Reads the answer to {@link #SETTINGS}. */
  SessionSettings(ResultSet rows) throws SQLException {
    while (rows.next()) {
      String name = rows.getString(1);
      if (!OF_TRANSACTION.contains(name)) {
        settings.put(name, rows.getString(2));
        resets.put(name, rows.getString(3));
      }
    }
  }

  /** Returns the names of all that a session may set but its own name, separated by commas. */
  static String names(Connection fresh) throws SQLException {
    try (Statement statement = fresh.createStatement();
        ResultSet row = statement.executeQuery(NAMES)) {
      row.next();
      return row.getString(1);
    }
  }

  /**
   * Asks a session, in one message: it begins no transaction, and makes no prepared statement.
   *
   * @param connection of our own, whose driver executes simple queries
   */
  static SessionSettings of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SETTINGS)) {
      return new SessionSettings(rows);
    }
  }

  /**
   * Gives a new session the settings of this session with one statement. The same statement takes
   * back the settings that this session has reset.
   *
   * @param begun the settings of the new session
   * @throws SQLException when the new session's role may not set a setting
   */
  void carryTo(Connection fresh, SessionSettings begun) throws SQLException {
    Map<String, @Nullable String> changes = changes(begun);
    if (changes.isEmpty()) {
      return;
    }
    String each = String.join(", ", Collections.nCopies(changes.size(), SET));
    try (PreparedStatement statement = fresh.prepareStatement("SELECT " + each)) {
      int parameter = 1;
      for (Map.Entry<String, @Nullable String> change : changes.entrySet()) {
        statement.setString(parameter++, change.getKey());
        statement.setString(parameter++, change.getValue());
      }
      statement.execute();
    }
  }

  private Map<String, @Nullable String> changes(SessionSettings begun) {
    Map<String, @Nullable String> changes = new HashMap<>();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      String name = setting.getKey();
      if (!Objects.equals(begun.settings.get(name), setting.getValue()) && !isStamp(setting)) {
        boolean isReset = setting.getValue().equals(begun.resets.get(name));
        changes.put(name, isReset ? null : setting.getValue());
      }
    }
    for (String name : begun.settings.keySet()) {
      if (!settings.containsKey(name)) {
        changes.put(name, null);
      }
    }
    return changes;
  }

  /** A name of ours names the lease, and the new session has its own. */
  private static boolean isStamp(Map.Entry<String, String> setting) {
    return setting.getKey().equals(APPLICATION_NAME) && setting.getValue().startsWith("leasehold/");
  }
}
