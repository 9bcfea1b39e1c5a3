package dev.leasehold.inject;

import java.sql.SQLException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What JDBC and SQL themselves say, for drivers that nobody knows: the properties {@code user} and
 * {@code password} of {@code DriverManager}, and SQLStates of class 28, invalid authorization.
 * Parameters of these names are taken out of the URL, whether {@code ?}, {@code &} or {@code ;}
 * stands before them.
 */
public final class JdbcDialect implements DriverDialect {

  private static final Set<String> CREDENTIAL_PROPERTIES = FixedSet.of(USER, PASSWORD);

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
    int first = separator(url, 0);
    StringBuilder kept = new StringBuilder(url.substring(0, first));
    boolean query = false;
    for (int from = first; from < url.length(); ) {
      int to = separator(url, from + 1);
      if (!CREDENTIAL_PROPERTIES.contains(name(url, from + 1, to))) {
        char separator = url.charAt(from) == '&' && !query ? '?' : url.charAt(from);
        kept.append(separator).append(url, from + 1, to);
        query = true;
      }
      from = to;
    }
    return kept.toString();
  }

  @Override
  public @Nullable String user(String url, @Nullable String inProperties) {
    String user = inProperties;
    for (int from = separator(url, 0); user == null && from < url.length(); ) {
      int to = separator(url, from + 1);
      if (name(url, from + 1, to).equals(USER) && url.indexOf('=', from) > 0) {
        user = UrlQuery.decoded(url.substring(url.indexOf('=', from) + 1, to));
      }
      from = to;
    }
    return user;
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
    String name = url.substring(from, equals < 0 || equals > to ? to : equals);
    return name.trim().toLowerCase(Locale.ROOT);
  }

  private static int separator(String url, int from) {
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '?' || c == '&' || c == ';') {
        return i;
      }
    }
    return url.length();
  }
}
