package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.inject.DriverDialect;
import dev.leasehold.inject.MysqlErrors;
import dev.leasehold.inject.UrlQuery;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB Connector/J: what the URL's query says beats the properties. SQLStates say little, so
 * error codes are looked at; they are those of MariaDB's "Error Codes", and of "Server Error
 * Message Reference" in MySQL's manual.
 */
public final class MariaDbDialect implements DriverDialect {

  private static final String USER = "user";
  private static final String PASSWORD = "password";

  private static final Set<String> CREDENTIAL_PROPERTIES =
      setOf(USER, PASSWORD, "password2", "password3", "credentialtype");

  /** Makes the dialect; it has no state. */
  public MariaDbDialect() {}

  /** Version 2 takes MySQL's URLs, too. */
  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:");
  }

  @Override
  public String userProperty() {
    return USER;
  }

  @Override
  public String passwordProperty() {
    return PASSWORD;
  }

  @Override
  public Set<String> credentialProperties() {
    return CREDENTIAL_PROPERTIES;
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
  public boolean isRejection(SQLException failure) {
    return MysqlErrors.isRejection(failure);
  }

  @Override
  public boolean isSuspicious(SQLException failure) {
    return MysqlErrors.isSuspicious(failure);
  }

  @Override
  public boolean isRoleRefusal(SQLException failure, String role) {
    return MysqlErrors.isRoleRefusal(failure);
  }

  @Override
  public Map<String, String> timeouts(int seconds) {
    Map<String, String> timeouts = new HashMap<>();
    timeouts.put("connectTimeout", Integer.toString(seconds * 1000));
    timeouts.put("socketTimeout", Integer.toString(seconds * 1000));
    return timeouts;
  }

  private static Set<String> setOf(String... values) {
    return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(values)));
  }
}
