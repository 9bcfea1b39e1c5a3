// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.retire.HandOverResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds code of a database that may leave state in a session. The code is the source of its
 * functions, and its views, rules, policies, defaults, checks and conditions of triggers. No view
 * of PostgreSQL shows such state, and nothing reports it: the driver sees the call of such a
 * function alone. A function that makes a setting for its transaction leaves none. It searches at
 * words, also within literals and comments. Functions in C have no source there. Safe for many
 * threads.
 */
final class FunctionTraits {

  /** The first version whose functions may have a body that is parsed when it is made. */
  private static final int WITH_PARSED_BODY = 14;

  /** A comment leaves a space, and a literal itself. */
  private static final String UNCOMMENTED = "pg_catalog.regexp_replace(%1$s, %2$s, E'\\\\1 ', 'g')";

  /**
   * {@code pg_get_function_sqlbody} where that exists; 16384 is the first number not built in, and
   * 13 is C. The source begins with the name of its language. It is bare without its comments. A
   * literal that is executed may have comments as well. An OFFSET has the comments looked for once.
   * An extension is not the application's, and its members cannot be dropped: they may execute
   * their parameters.
   */
  private static final String FUNCTIONS =
      "(SELECT pg_catalog.concat('the function ',"
          + " CAST(f.pronamespace AS pg_catalog.regnamespace), '.', f.proname) FROM ("
          + "SELECT s.*, CASE WHEN s.source OPERATOR(pg_catalog.~) %3$s THEN %4$s END AS bare FROM ("
          + "SELECT p.oid, p.pronamespace, p.proname, p.proargnames, p.pronargs,"
          + " pg_catalog.concat(l.lanname, ';', p.prosrc%1$s) AS source"
          + " FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_language AS l"
          + " ON l.oid OPERATOR(pg_catalog.=) p.prolang"
          + " WHERE p.oid OPERATOR(pg_catalog.>=) '16384'"
          + " AND p.prolang OPERATOR(pg_catalog.<>) '13') AS s OFFSET 0) AS f"
          + " WHERE f.source OPERATOR(pg_catalog.~*) %2$s OR f.bare OPERATOR(pg_catalog.~*) %2$s"
          + " OR CASE WHEN f.bare IS NOT NULL THEN %5$s OPERATOR(pg_catalog.~*) %2$s END"
          + " OR CASE WHEN f.source OPERATOR(pg_catalog.~*) 'execute|plpy'"
          + " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d"
          + " WHERE d.classid OPERATOR(pg_catalog.=) CAST('pg_catalog.pg_proc' AS pg_catalog.regclass)"
          + " AND d.objid OPERATOR(pg_catalog.=) f.oid AND d.deptype OPERATOR(pg_catalog.=) 'e')"
          + " THEN %6$s END LIMIT 1)";

  /** A comment without a comment in it; the comments around it are found the next time. */
  private static final String COMMENT = "--[^\\n]*|/\\*(?:[^*/]|\\*+[^*/]|/+[^*/])*\\*+/";

  /** In a literal there is no comment. */
  private static final String COMMENT_OR_LITERAL = "('(?:[^']|'')*')|" + COMMENT;

  /** An expression is kept as a tree, which names a function that it calls by its number. */
  private static final String EXPRESSIONS =
      " UNION ALL (SELECT pg_catalog.concat('an expression of ',"
          + " CAST(e.relation AS pg_catalog.regclass)) FROM ("
          + "SELECT ev_class AS relation, pg_catalog.concat(ev_qual, ev_action) AS tree"
          + " FROM pg_catalog.pg_rewrite WHERE oid OPERATOR(pg_catalog.>=) '16384'"
          + " UNION ALL SELECT polrelid, pg_catalog.concat(polqual, polwithcheck)"
          + " FROM pg_catalog.pg_policy"
          + " UNION ALL SELECT adrelid, CAST(adbin AS pg_catalog.text) FROM pg_catalog.pg_attrdef"
          + " UNION ALL SELECT conrelid, CAST(conbin AS pg_catalog.text)"
          + " FROM pg_catalog.pg_constraint WHERE oid OPERATOR(pg_catalog.>=) '16384'"
          + " UNION ALL SELECT tgrelid, CAST(tgqual AS pg_catalog.text) FROM pg_catalog.pg_trigger"
          + " UNION ALL SELECT '0', CAST(typdefaultbin AS pg_catalog.text) FROM pg_catalog.pg_type"
          + " UNION ALL SELECT '0', CAST(proargdefaults AS pg_catalog.text)"
          + " FROM pg_catalog.pg_proc WHERE oid OPERATOR(pg_catalog.>=) '16384'"
          + ") AS e CROSS JOIN pg_catalog.pg_proc AS p"
          + " WHERE (p.proname OPERATOR(pg_catalog.=) ANY"
          + " ('{set_config,setseed,pg_replication_origin_session_setup}')"
          + " AND p.oid OPERATOR(pg_catalog.<) '16384'"
          + " OR p.proname OPERATOR(pg_catalog.=) ANY ('{set_limit,isn_weak,sepgsql_setcon}')"
          + " AND p.prolang OPERATOR(pg_catalog.=) '13') AND pg_catalog.strpos(e.tree,"
          + " pg_catalog.concat(':funcid ', p.oid, ' ')) OPERATOR(pg_catalog.>) 0 LIMIT 1)";

  /**
   * Variables of packages, and the buffer of DBMS_OUTPUT, are of a session. EDB's server has the
   * first language, IvorySQL the second, and a catalog of packages.
   */
  private static final String PACKAGES =
      " UNION ALL (SELECT pg_catalog.concat('the language ', l.lanname)"
          + " FROM pg_catalog.pg_language AS l"
          + " WHERE l.lanname OPERATOR(pg_catalog.=) ANY ('{edbspl,plisql}') LIMIT 1)"
          + " UNION ALL SELECT 'the catalog of packages'"
          + " WHERE pg_catalog.to_regclass('pg_catalog.pg_package') IS NOT NULL";

  /**
   * For one transaction. To show a parsed body, PostgreSQL waits for the lock of each table in it,
   * also when nobody listens any more. Nor does a search end then, which the driver gives up after
   * ten seconds. PostgreSQL 10 has the second bound from the next message on alone.
   */
  private static final String BOUNDS =
      "SET LOCAL lock_timeout = 1000; SET LOCAL statement_timeout = 9000;";

  private static final String PARSED_BODY = ", pg_catalog.pg_get_function_sqlbody(p.oid)";

  /**
   * A call of {@code set_config} whose last argument is true sets for a transaction, but for the
   * seed. Nor does a setting count that {@code pg_settings} shows, or a role. Its name is a whole
   * literal, also within a literal, or the first value of a {@code format}. Any other name without
   * a dot would be refused, so it stands for a name that is put in its place.
   */
  private static final String SET_CONFIG =
      "\\mset_config\"?\\s*\\((\\s*'{1,2}seed'|(?![^;()]*(\\([^;()]*\\)[^;()]*)*,"
          + "\\s*(is_local\\s*(=>|:=)\\s*)?true\\s*\\))"
          + "(?!((?<=\\mformat\\s*\\(\\s*'[^%%']*\\()\\s*%%(1[$])?L\\s*,[^']*'\\s*,)?"
          + "\\s*(?='{1,2}(role|session_authorization|%s)')('\\w+'|''\\w+'')\\s*(::\\s*text\\s*)?,))";

  /**
   * In PostgreSQL's own expressions: {@code \m} and {@code \M} are the ends of a word. A text may
   * begin with a {@code SET} whose name is put together when it is executed, or be written with
   * escapes. A {@code SET} of columns follows the name of a table. With a dot it names a part of a
   * column when it follows {@code UPDATE} and at most four words, none like {@code THEN} right
   * before it. A {@code 'SET '} that is appended to a text from {@code 'UPDATE} on is of columns,
   * too. Some modules of PostgreSQL's own have a function in C that makes a setting, and {@code
   * set_config_by_name} is {@code set_config} in C. The last two are the data that PL/Perl and
   * PL/Python keep for a session.
   */
  private static final String LEAVING =
      String.join(
          "|",
          "\\mset((?<!update\\s+(\"?\\w[\\w.\"]*\\s+){0,4}set)|(?<=(begin|atomic|then|else|loop)\\s+set))"
              + "\\s+(session\\s+)?[\\w\"$]+\\s*\\.\\s*[\\w\"$]*(\\s*\\.\\s*[\\w\"$]*)*\\s*(=|to\\M|'|%)",
          "\\mset\\s+((session|local)\\s+)?([\\w\"$]+\\s*\\.\\s*)*u&\"",
          "['$;]\\s*set\\M(?<!'\\s*update\\M[^;]*[|][|]\\s*'\\s*set)\\s*(session\\M\\s*)?[\\w\"]*['%$]",
          "([;'$]|\\m(begin|then|else|loop)\\M)\\s*set\\s+((session|local)\\s+)?\"?seed\"?\\s*(=|to\\M)",
          "\\msetseed\\M",
          "\\m(set_limit|isn_weak|sepgsql_setcon)\"?\\s*\\(",
          "\\mupdate\\s+(only\\s+)?(\"?pg_catalog\"?\\s*\\.\\s*)?\"?pg_settings\\M",
          "([;'$]|\\m(begin|then|else|loop)\\M)\\s*load(\\s+(e'|u&'|'|%([0-9]+[$])?[ls])|\\s*[$]|'([\\w$/]|\\s*('|\\|\\|)))",
          "\\m(set_config_by_name|pg_replication_origin_session_setup)\\M",
          "[%$@]_SHARED\\M",
          "^plpython[^;]*;.*\\mGD\\M");

  private final Map<String, FunctionSearch> searches = new ConcurrentHashMap<>();

  private final LongSupplier nanos;

  /**
   * Makes a search that has not begun yet.
   *
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  FunctionTraits(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Returns the reason that a session of a database cannot be replaced; null when its functions are
   * no reason. Asks the database, about once in a minute for all. Attempts that come before there
   * is an answer ask, too. A search that has failed on a session that lives counts as an answer.
   *
   * @param connection of our own, whose driver executes simple queries
   * @param server a name for the server
   * @param openedAt the time at which the session's connection was opened
   */
  @Nullable HandOverResult pinning(Connection connection, String server, long openedAt)
      throws SQLException {
    String database = server + ' ' + connection.getCatalog();
    FunctionSearch known = searches.get(database);
    long now = nanos.getAsLong();
    if (known == null || !known.isFresh(now)) {
      searches.values().removeIf(search -> !search.isFresh(now) && !search.hasFound());
      FunctionSearch made = search(connection, now);
      known = searches.merge(database, made, (before, after) -> after.following(before));
    }
    return known.pinning(openedAt);
  }

  /** Returns an expression as a literal of SQL. */
  static String literal(String expression) {
    return "E'" + expression.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private FunctionSearch search(Connection connection, long now) throws SQLException {
    String sql = question(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute(BOUNDS + sql);
      statement.getMoreResults();
      statement.getMoreResults();
      ResultSet rows = statement.getResultSet();
      String found = rows.next() ? rows.getString(1) : null;
      return FunctionSearch.done(now, nanos.getAsLong(), found);
    } catch (SQLException failed) {
      if (connection.isClosed()) {
        throw failed;
      }
      return FunctionSearch.failed(now, failed);
    }
  }

  private static String question(Connection connection) throws SQLException {
    boolean parsed = connection.getMetaData().getDatabaseMajorVersion() >= WITH_PARSED_BODY;
    String shown = SessionSettings.names(connection).replace(',', '|') + "|application_name";
    return String.format(
            FUNCTIONS,
            parsed ? PARSED_BODY : "",
            literal(String.format(SET_CONFIG, shown) + '|' + LEAVING),
            literal(COMMENT),
            uncommented("s.source", COMMENT_OR_LITERAL),
            uncommented("f.source", COMMENT),
            ExecutedParameters.condition(parsed))
        + EXPRESSIONS
        + PACKAGES;
  }

  /** Finds comments within comments as well, to a depth of two. */
  private static String uncommented(String source, String comment) {
    String once = String.format(UNCOMMENTED, source, literal(comment));
    return String.format(UNCOMMENTED, once, literal(comment));
  }
}
