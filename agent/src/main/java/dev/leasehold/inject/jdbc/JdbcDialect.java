// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.inject.url.RemainingLogin;
import dev.leasehold.inject.url.UrlQuery;
import dev.leasehold.inject.url.UserInfo;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of JDBC and SQL themselves, for unknown drivers: the properties {@code user} and
 * {@code password} of {@code DriverManager}, and SQLStates of class 28, invalid authorization.
 * Parameters of these names are taken out of the URL, each with the {@code ?}, {@code &} or {@code
 * ;} before it. The first may stand behind a {@code :}, as in DB2's URLs. Logins before hosts are
 * taken out, too, since the driver may prefer them to the properties.
 */
public final class JdbcDialect implements DriverDialect {

  /** The names of the user in some drivers: ODBC's name for it, and others. */
  private static final Set<String> USERS = FixedSet.of(USER, "uid", "username", "userid");

  private static final Set<String> CREDENTIAL_PROPERTIES =
      FixedSet.of(USER, "uid", "username", "userid", PASSWORD, "pwd", "passwd");

  /** Makes the dialect; it has no state. */
  public JdbcDialect() {}

  @Override
  public boolean accepts(String url) {
    return true;
  }

  @Override
  public Set<String> credentialProperties() {
    return CREDENTIAL_PROPERTIES;
  }

  @Override
  public String withoutCredentials(String url) {
    String plain = UserInfo.without(url);
    int first = JdbcTargets.firstParameter(plain);
    StringBuilder kept = new StringBuilder(plain.substring(0, first));
    boolean query = false;
    for (int from = first; from < plain.length(); ) {
      int to = JdbcTargets.parameters(plain, from + 1);
      boolean end = to == from + 1 && !query && plain.charAt(first) == ':';
      if (!end && !CREDENTIAL_PROPERTIES.contains(name(plain, from + 1, to))) {
        kept.append(query ? plain.charAt(from) : opening(plain, first, from));
        kept.append(plain, from + 1, to);
        query = true;
      }
      from = to;
    }
    boolean ofScheme = first < plain.length() && first == plain.indexOf(':', "jdbc:".length());
    return (query || !ofScheme ? kept : kept.append(':')).toString();
  }

  /** Returns the character before the first parameter that is kept. */
  private static char opening(String url, int first, int from) {
    if (url.charAt(first) == ':') {
      return ':';
    }
    return url.charAt(from) == '&' ? '?' : url.charAt(from);
  }

  @Override
  public Targets targets(Driver driver, String url, Properties info) {
    return JdbcTargets.of(url, info, driver.getClass());
  }

  @Override
  public @Nullable String userIn(Properties info) {
    String user = info.getProperty(USER);
    for (String name : info.stringPropertyNames()) {
      if (user == null && USERS.contains(name.toLowerCase(Locale.ROOT))) {
        user = info.getProperty(name);
      }
    }
    return user;
  }

  @Override
  public @Nullable String user(String url, @Nullable String inProperties) {
    String plain = UserInfo.without(url);
    String user = inProperties;
    for (int from = JdbcTargets.firstParameter(plain); user == null && from < plain.length(); ) {
      int to = JdbcTargets.parameters(plain, from + 1);
      String name = name(plain, from + 1, to);
      if (USERS.contains(name) && plain.indexOf('=', from) > 0) {
        user = UrlQuery.decoded(plain.substring(plain.indexOf('=', from) + 1, to));
      }
      from = to;
    }
    return user == null ? UserInfo.user(url) : user;
  }

  @Override
  public @Nullable String remainingLogin(Driver driver, String clean, Properties info) {
    return RemainingLogin.of(clean, info, CREDENTIAL_PROPERTIES);
  }

  @Override
  public boolean isRejection(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && state.startsWith("28");
  }

  @Override
  public boolean isSuspicious(SQLException failure) {
    return false;
  }

  /** None are known, so no connection of our own is tried. */
  @Override
  public Map<String, String> timeouts(int seconds) {
    return Collections.emptyMap();
  }

  private static String name(String url, int from, int to) {
    int equals = url.indexOf('=', from);
    String name = UrlQuery.decoded(url.substring(from, equals < 0 || equals > to ? to : equals));
    return name.trim().toLowerCase(Locale.ROOT);
  }
}
