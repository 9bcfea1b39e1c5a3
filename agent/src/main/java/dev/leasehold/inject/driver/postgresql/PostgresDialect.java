package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.DriverDialect;
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
 * pgjdbc: what the URL's query says beats the properties, and the last of two equal names wins. The
 * SQLStates are those of PostgreSQL's appendix A.
 */
public final class PostgresDialect implements DriverDialect {

  private static final String USER = "user";
  private static final String PASSWORD = "password";

  private static final Set<String> CREDENTIAL_PROPERTIES =
      setOf(USER, PASSWORD, "authenticationpluginclassname");

  /** invalid_password, which covers unknown, dropped and expired roles; and NOLOGIN. */
  private static final Set<String> REJECTIONS = setOf("28P01", "28000");

  /** insufficient_privilege, undefined_object (current_user), admin_shutdown. */
  private static final Set<String> SUSPICIOUS = setOf("42501", "42704", "57P01");

  /** Makes the dialect; it has no state. */
  public PostgresDialect() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith("jdbc:postgresql:");
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
    return REJECTIONS.contains(failure.getSQLState());
  }

  @Override
  public boolean isSuspicious(SQLException failure) {
    return SUSPICIOUS.contains(failure.getSQLState());
  }

  @Override
  public Map<String, String> timeouts(int seconds) {
    Map<String, String> timeouts = new HashMap<>();
    timeouts.put("loginTimeout", Integer.toString(seconds));
    timeouts.put("connectTimeout", Integer.toString(seconds));
    return timeouts;
  }

  private static Set<String> setOf(String... values) {
    return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(values)));
  }
}
