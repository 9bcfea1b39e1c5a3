// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.jdbc.MysqlFamilyDialect;
import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.inject.url.RemainingLogin;
import dev.leasehold.inject.url.UrlQuery;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** MariaDB Connector/J: the URL's query beats the properties. */
public final class MariaDbDialect extends MysqlFamilyDialect {

  private static final Set<String> CREDENTIAL_PROPERTIES =
      FixedSet.of(USER, PASSWORD, "password2", "password3", "credentialtype");

  /** Makes the dialect; it has no state. */
  public MariaDbDialect() {}

  /** Version 2 takes MySQL's URLs, too. */
  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:");
  }

  @Override
  public Set<String> credentialProperties() {
    return CREDENTIAL_PROPERTIES;
  }

  @Override
  public String withoutCredentials(String url) {
    return UrlQuery.without(url, CREDENTIAL_PROPERTIES);
  }

  /** Of a fork; the driver itself is asked when it has read its URL. */
  @Override
  public Targets targets(Driver driver, String url, Properties info) {
    return JdbcTargets.of(url, info, driver.getClass(), MariaDbTargets.DEFAULT_PORT);
  }

  /** Of a fork as well. */
  @Override
  public @Nullable String remainingLogin(Driver driver, String clean, Properties info) {
    return RemainingLogin.of(clean, info, CREDENTIAL_PROPERTIES);
  }

  @Override
  public @Nullable String user(String url, @Nullable String inProperties) {
    String inUrl = UrlQuery.value(url, USER);
    return inUrl == null ? inProperties : inUrl;
  }
}
