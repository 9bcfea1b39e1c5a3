// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.RoleGap;
import dev.leasehold.inject.jdbc.UrlAcceptance;
import dev.leasehold.inject.url.RemainingLogin;
import dev.leasehold.inject.url.UrlQuery;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.lang.reflect.InvocationTargetException;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * pgjdbc: the URL's query beats the properties, and the last of two equal names wins. PostgreSQL's
 * appendix A has the SQLStates.
 */
public final class PostgresDialect implements DriverDialect {

  private static final String PLUGIN = "authenticationPluginClassName";

  private static final Set<String> CREDENTIAL_PROPERTIES =
      FixedSet.of(USER, PASSWORD, PLUGIN.toLowerCase(Locale.ROOT));

  /** invalid_password, which covers unknown, dropped and expired roles; and NOLOGIN. */
  private static final Set<String> REJECTIONS = FixedSet.of("28P01", "28000");

  private static final String ADMIN_SHUTDOWN = "57P01";

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** undefined_table, invalid_schema_name. */
  private static final Set<String> NOT_FOUND = FixedSet.of("42P01", "3F000");

  /** insufficient_privilege, undefined_object (current_user). */
  private static final Set<String> SUSPICIOUS =
      FixedSet.of(INSUFFICIENT_PRIVILEGE, "42704", ADMIN_SHUTDOWN);

  /** insufficient_privilege, invalid_parameter_value: not granted, or no such role. */
  private static final Set<String> ROLE_REFUSALS = FixedSet.of(INSUFFICIENT_PRIVILEGE, "22023");

  private static final String NAME = "ApplicationName";
  private static final String DEFAULT_NAME = "PostgreSQL JDBC Driver";
  private static final String SERVICE = "service";
  private static final String OPTIONS = "options";

  /** Makes the dialect; it has no state. */
  public PostgresDialect() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:postgresql:");
  }

  @Override
  public Set<String> credentialProperties() {
    return CREDENTIAL_PROPERTIES;
  }

  /**
   * A service's section and {@code org/postgresql/driverconfig.properties} are beaten by the
   * properties; an empty name stands for no plugin, and drivers before 42.3 know none. AWS's fork
   * would fail over to each instance of a cluster with the credential that a connection began with.
   */
  @Override
  public Map<String, String> safeguards(Driver driver) {
    Map<String, String> safeguards = new HashMap<>();
    safeguards.put(PLUGIN, "");
    if (driver.getClass().getName().startsWith("software.aws.rds.jdbc.postgresql.")) {
      safeguards.put("enableClusterAwareFailover", "false");
    }
    return safeguards;
  }

  @Override
  public String withoutCredentials(String url) {
    return UrlQuery.without(url, CREDENTIAL_PROPERTIES);
  }

  @Override
  public @Nullable String user(String url, @Nullable String inProperties) {
    String inUrl = UrlQuery.value(url, USER);
    return inUrl == null ? inProperties : inUrl;
  }

  @Override
  public @Nullable Targets targets(Driver driver, String url, Properties info) {
    DriverParser parser = DriverParser.of(driver.getClass());
    if (!parser.isThere()) {
      return ForkTargets.of(url, info, driver.getClass(), user(url, userIn(info)));
    }
    try {
      Properties parsed = parser.parse(driver, url, info);
      return parsed == null
          ? null
          : ParsedTargets.of(url, parsed, driver.getClass())
              .withDefaultPort(parser.defaultPort(driver, url));
    } catch (InvocationTargetException failed) {
      return UrlAcceptance.ofUnread(driver, url, info);
    }
  }

  @Override
  public boolean asksParserOf(Driver driver) {
    return DriverParser.of(driver.getClass()).isThere();
  }

  /** A service is a section of a file, which may change, and only a URL names a service. */
  @Override
  public boolean readsArgumentsAlone(Driver driver, String url, Properties info, Targets targets) {
    return asksParserOf(driver)
        && targets.detours().isEmpty()
        && !UrlQuery.decoded(url).contains(SERVICE + '=');
  }

  /** Of a fork whose parser is not there; the driver's own parser knows no other login. */
  @Override
  public @Nullable String remainingLogin(Driver driver, String clean, Properties info) {
    return asksParserOf(driver) ? null : RemainingLogin.of(clean, info, CREDENTIAL_PROPERTIES);
  }

  /** The last value in the query beats all others, in every version. Redshift's knows a path. */
  @Override
  public String withDatabase(String url, String database) {
    return ForkTargets.isRedshifts(url)
        ? ForkTargets.withDatabase(url, database)
        : UrlQuery.with(url, ParsedTargets.DATABASE, database);
  }

  @Override
  public boolean isRejection(SQLException failure) {
    return REJECTIONS.contains(failure.getSQLState()) || PoolerRejection.is(failure);
  }

  @Override
  public boolean isSuspicious(SQLException failure) {
    return SUSPICIOUS.contains(failure.getSQLState());
  }

  @Override
  public boolean isSessionEnd(SQLException failure) {
    return ADMIN_SHUTDOWN.equals(failure.getSQLState());
  }

  @Override
  public @Nullable RoleGap gap(SQLException failure) {
    String state = failure.getSQLState();
    if (INSUFFICIENT_PRIVILEGE.equals(state)) {
      return RoleGap.PRIVILEGE;
    }
    return NOT_FOUND.contains(state) ? RoleGap.SEARCH_PATH : null;
  }

  @Override
  public String neededToCreateTables() {
    return "leasehold.set-role with their owner (README.md, \"Attach it\")";
  }

  @Override
  public boolean isRoleRefusal(SQLException failure, String role) {
    return ROLE_REFUSALS.contains(failure.getSQLState())
        && String.valueOf(failure.getMessage()).contains("\"" + role + "\"");
  }

  /**
   * Gives the server the role among its options, after the application's options from every source:
   * the driver is asked for them. {@code RESET ROLE}, {@code RESET ALL} and {@code DISCARD ALL} go
   * back to the values with which the session began. Drivers before 42.2.6 send no options.
   */
  @Override
  public @Nullable String startAs(String role, Driver driver, String url, Properties info)
      throws SQLException {
    for (DriverPropertyInfo property : driver.getPropertyInfo(url, info)) {
      if (OPTIONS.equals(property.name)) {
        String given = property.value == null ? "" : property.value + " ";
        info.setProperty(OPTIONS, given + "-c role=" + escaped(role));
        return UrlQuery.without(url, Collections.singleton(OPTIONS));
      }
    }
    return null;
  }

  /** The server splits its options at white space, and takes a backslash for an escape. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == '\\' || Character.isWhitespace(c)) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  /**
   * The driver's own DataSources write its default name into the URL. A service, a section of a
   * file that the driver reads, may name the application as well.
   */
  @Override
  public String named(String name, String url, Properties info) {
    String given = UrlQuery.value(url, NAME);
    Object beside = given == null ? info.get(NAME) : given;
    if ((beside != null && !beside.equals(DEFAULT_NAME)) || isSet(SERVICE, url, info)) {
      return url;
    }
    info.setProperty(NAME, name);
    return given == null
        ? url
        : UrlQuery.without(url, Collections.singleton(NAME.toLowerCase(Locale.ROOT)));
  }

  private static boolean isSet(String name, String url, Properties info) {
    return info.containsKey(name) || UrlQuery.value(url, name) != null;
  }

  @Override
  public String only(Target target, String url, Properties info) {
    return PostgresTargets.only(target, url, info);
  }

  /** Simple queries make no prepared statement, and no portal. */
  @Override
  public Map<String, String> bareSession() {
    Map<String, String> bare = new HashMap<>();
    bare.put("preferQueryMode", "simple");
    bare.put("prepareThreshold", "0");
    bare.put("autosave", "never");
    return bare;
  }

  @Override
  public Map<String, String> timeouts(int seconds) {
    Map<String, String> timeouts = new HashMap<>();
    timeouts.put("loginTimeout", Integer.toString(seconds));
    timeouts.put("connectTimeout", Integer.toString(seconds));
    timeouts.put("socketTimeout", Integer.toString(seconds));
    return timeouts;
  }
}
