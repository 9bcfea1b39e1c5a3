package dev.leasehold.inject.driver.mysql;

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
 * Connector/J: what a host in the URL says beats the properties, and those beat the URL's query.
 */
public final class MysqlDialect implements DriverDialect {

  private static final String USER = "user";
  private static final String PASSWORD = "password";

  private static final Set<String> CREDENTIAL_PROPERTIES =
      setOf(USER, PASSWORD, "password1", "password2", "password3");

  /** Makes the dialect; it has no state. */
  public MysqlDialect() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mysql+srv:");
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
    return UrlQuery.without(MysqlUrl.withoutCredentials(url), CREDENTIAL_PROPERTIES);
  }

  @Override
  public String withPlainHosts(String url) {
    return MysqlUrl.withPlainHosts(url);
  }

  @Override
  public @Nullable String user(String url, @Nullable String inProperties) {
    String ofHost = MysqlUrl.user(url);
    if (ofHost != null) {
      return ofHost;
    }
    return inProperties == null ? UrlQuery.value(url, USER) : inProperties;
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
