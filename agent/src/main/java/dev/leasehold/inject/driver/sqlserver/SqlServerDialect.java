// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.RoleGap;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * mssql-jdbc: the properties beat the URL. Errors are told by their number, as in "Database Engine
 * events and errors" in SQL Server's manual.
 */
public final class SqlServerDialect implements DriverDialect {

  private static final Set<String> USERS = FixedSet.of(USER, "username", "uid");

  private static final Set<String> CREDENTIAL_PROPERTIES = credentials();

  /** Login failed; disabled; locked out; the password has expired; it must be changed. */
  private static final Set<Integer> REJECTIONS = FixedSet.of(18456, 18470, 18486, 18487, 18488);

  /** Permission denied on an object, on a column; in no database; the session was killed. */
  private static final Set<Integer> SUSPICIOUS = FixedSet.of(229, 230, 916, 596);

  /** Permission denied on an object, on a column, for a statement such as CREATE TABLE. */
  private static final Set<Integer> PRIVILEGE_FAILURES = FixedSet.of(229, 230, 262);

  private static Set<String> credentials() {
    Set<String> names = new HashSet<>(OtherCredentials.NAMES);
    names.addAll(USERS);
    names.add(PASSWORD);
    return Collections.unmodifiableSet(names);
  }

  /** Makes the dialect; it has no state. */
  public SqlServerDialect() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:sqlserver:");
  }

  @Override
  public Set<String> credentialProperties() {
    return CREDENTIAL_PROPERTIES;
  }

  @Override
  public String withoutCredentials(String url) {
    return SqlServerUrl.without(url, CREDENTIAL_PROPERTIES);
  }

  @Override
  public @Nullable Targets targets(Driver driver, String url, Properties info) {
    return SqlServerTargets.of(driver, url, info);
  }

  /** A socket factory is a detour. */
  @Override
  public boolean readsArgumentsAlone(Driver driver, String url, Properties info, Targets targets) {
    return targets.detours().isEmpty();
  }

  @Override
  public @Nullable String remainingLogin(Driver driver, String clean, Properties info) {
    Properties rest = new Properties();
    for (String name : info.stringPropertyNames()) {
      if (!CREDENTIAL_PROPERTIES.contains(name.toLowerCase(Locale.ROOT))) {
        rest.setProperty(name, info.getProperty(name));
      }
    }
    return OtherCredentials.in(driver, clean, rest);
  }

  @Override
  public @Nullable String user(String url, @Nullable String inProperties) {
    return inProperties == null ? SqlServerUrl.value(url, USERS) : inProperties;
  }

  @Override
  public boolean isRejection(SQLException failure) {
    return REJECTIONS.contains(failure.getErrorCode());
  }

  @Override
  public boolean isSuspicious(SQLException failure) {
    return SUSPICIOUS.contains(failure.getErrorCode());
  }

  /** The session was killed. */
  @Override
  public boolean isSessionEnd(SQLException failure) {
    return failure.getErrorCode() == 596;
  }

  @Override
  public @Nullable RoleGap gap(SQLException failure) {
    return PRIVILEGE_FAILURES.contains(failure.getErrorCode()) ? RoleGap.PRIVILEGE : null;
  }

  @Override
  public @Nullable String setRole(String role) {
    return null;
  }

  @Override
  public Map<String, String> timeouts(int seconds) {
    Map<String, String> timeouts = new HashMap<>();
    timeouts.put("loginTimeout", Integer.toString(seconds));
    timeouts.put("socketTimeout", Integer.toString(seconds * 1000));
    return timeouts;
  }
}
