// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.RoleGap;
import dev.leasehold.inject.url.OtherLogins;
import dev.leasehold.inject.url.UrlQuery;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Oracle's driver: the properties beat the login before the {@code @} of the URL, and the URL's
 * query beats both. Errors are told by their ORA number, as in "Database Error Messages" in
 * Oracle's manual.
 */
public final class OracleDialect implements DriverDialect {

  private static final Set<String> CREDENTIAL_PROPERTIES =
      FixedSet.of(USER, PASSWORD, "oracle.jdbc.accesstoken");

  /** Invalid user or password; no password; may not log on; locked; the password has expired. */
  private static final Set<Integer> REJECTIONS = FixedSet.of(1017, 1005, 1045, 28000, 28001);

  /** The session was killed; not logged on; insufficient privileges; no such user. */
  private static final Set<Integer> SUSPICIOUS = FixedSet.of(28, 1012, 1031, 1435);

  /**
   * Lets a configuration provider's user and password replace the user and password of the
   * properties.
   */
  private static final String PROVIDER_OVERRIDE = "oracle.jdbc.enableProviderOverride";

  /** Makes the dialect; it has no state. */
  public OracleDialect() {}

  @Override
  public boolean accepts(String url) {
    return OracleUrl.isOne(url);
  }

  @Override
  public Set<String> credentialProperties() {
    return CREDENTIAL_PROPERTIES;
  }

  @Override
  public String withoutCredentials(String url) {
    return UrlQuery.without(OracleUrl.withoutCredentials(url), CREDENTIAL_PROPERTIES);
  }

  @Override
  public Targets targets(Driver driver, String url, Properties info) {
    return OracleTargets.of(driver, withoutCredentials(url), info);
  }

  @Override
  public @Nullable String user(String url, @Nullable String inProperties) {
    String inQuery = UrlQuery.value(OracleUrl.withoutCredentials(url), USER);
    String beforeHosts = inProperties == null ? OracleUrl.user(url) : inProperties;
    return inQuery == null ? beforeHosts : inQuery;
  }

  /** The driver prefers each of these to user and password, wherever it stands. */
  @Override
  public @Nullable String remainingLogin(Driver driver, String clean, Properties info) {
    List<String> found = new ArrayList<>();
    String others = OtherLogins.in(clean, info, CREDENTIAL_PROPERTIES);
    if (others != null) {
      found.add(others);
    }
    Properties ambient = AmbientParameters.of(driver, clean, info);
    String around = OtherLogins.in("", ambient, Collections.emptySet());
    if (around != null) {
      found.add(around + " of a system property or of a file of the driver's");
    }
    if (OracleDetours.provider(clean) != null && isSet(PROVIDER_OVERRIDE, ambient)) {
      found.add(PROVIDER_OVERRIDE + " of a system property");
    }
    if (OracleDetours.hasOddName(clean)) {
      found.add("a name with blanks or quotes in the query");
    }
    return found.isEmpty() ? null : String.join(", ", found);
  }

  private static boolean isSet(String name, Properties properties) {
    return properties.stringPropertyNames().stream()
        .anyMatch(
            each ->
                each.equalsIgnoreCase(name)
                    && !properties.getProperty(each).trim().equals("false"));
  }

  @Override
  public boolean isRejection(SQLException failure) {
    return REJECTIONS.contains(failure.getErrorCode());
  }

  @Override
  public boolean isSuspicious(SQLException failure) {
    return SUSPICIOUS.contains(failure.getErrorCode());
  }

  /** ORA-00028: the session was killed. */
  @Override
  public boolean isSessionEnd(SQLException failure) {
    return failure.getErrorCode() == 28;
  }

  /** ORA-01031: insufficient privileges. */
  @Override
  public @Nullable RoleGap gap(SQLException failure) {
    return failure.getErrorCode() == 1031 ? RoleGap.PRIVILEGE : null;
  }

  /** ORA-01924: role not granted or does not exist. */
  @Override
  public boolean isRoleRefusal(SQLException failure, String role) {
    return failure.getErrorCode() == 1924;
  }

  @Override
  public Map<String, String> timeouts(int seconds) {
    Map<String, String> timeouts = new HashMap<>();
    timeouts.put("oracle.net.CONNECT_TIMEOUT", Integer.toString(seconds * 1000));
    timeouts.put("oracle.jdbc.ReadTimeout", Integer.toString(seconds * 1000));
    return timeouts;
  }
}
