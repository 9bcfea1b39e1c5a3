package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.DriverDialect;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
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
      setOf(USER, PASSWORD, "authenticationPluginClassName");

  /** invalid_password, which covers unknown, dropped and expired roles; and NOLOGIN. */
  private static final Set<String> REJECTIONS = setOf("28P01", "28000");

  /** insufficient_privilege, undefined_object (current_user), admin_shutdown. */
  private static final Set<String> SUSPICIOUS = setOf("42501", "42704", "57P01");

  private static final Set<String> TIMEOUTS = setOf("loginTimeout", "connectTimeout");

  /** Makes the dialect; it has no state. */
  public PostgresDialect() {}

  @Override
  public String urlPrefix() {
    return "jdbc:postgresql:";
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
    int query = url.indexOf('?');
    if (query < 0) {
      return url;
    }
    StringBuilder kept = new StringBuilder(url.substring(0, query));
    char separator = '?';
    for (String parameter : parameters(url, query)) {
      if (!CREDENTIAL_PROPERTIES.contains(name(parameter))) {
        kept.append(separator).append(parameter);
        separator = '&';
      }
    }
    return kept.toString();
  }

  @Override
  public @Nullable String userIn(String url) {
    int query = url.indexOf('?');
    String user = null;
    if (query >= 0) {
      for (String parameter : parameters(url, query)) {
        user = USER.equals(name(parameter)) ? value(parameter) : user;
      }
    }
    return user;
  }

  @Override
  public boolean isRejection(String sqlState) {
    return REJECTIONS.contains(sqlState);
  }

  @Override
  public boolean isSuspicious(String sqlState) {
    return SUSPICIOUS.contains(sqlState);
  }

  @Override
  public Set<String> timeoutProperties() {
    return TIMEOUTS;
  }

  private static String[] parameters(String url, int query) {
    return url.substring(query + 1).split("&", -1);
  }

  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return decoded(equals < 0 ? parameter : parameter.substring(0, equals));
  }

  private static String value(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? "" : decoded(parameter.substring(equals + 1));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException malformed) {
      return text; // The driver says so itself when it comes to it.
    }
  }

  private static Set<String> setOf(String... values) {
    return Collections.unmodifiableSet(new HashSet<>(Arrays.asList(values)));
  }
}
