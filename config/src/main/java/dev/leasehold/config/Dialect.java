// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A kind of JDBC driver: the beginning of its URLs, its properties, and its errors. */
public enum Dialect {
  POSTGRESQL("jdbc:postgresql:", "5432"),
  MYSQL("jdbc:mysql:", "3306"),
  MARIADB("jdbc:mariadb:", "3306"),
  SQLSERVER("jdbc:sqlserver:", "1433"),
  ORACLE("jdbc:oracle:", "1521"),
  /** JDBC's own properties {@code user} and {@code password}, and SQLStates of class 28. */
  JDBC("jdbc:", null);

  private static final Dialect[] ALL = values();

  private final String urlBeginning;
  private final @Nullable String defaultPort;

  Dialect(String urlBeginning, @Nullable String defaultPort) {
    this.urlBeginning = urlBeginning;
    this.defaultPort = defaultPort;
  }

  /** Returns how the URLs of its drivers begin, up to the colon after the driver's name. */
  public String urlBeginning() {
    return urlBeginning;
  }

  /** Returns the port that its drivers take where a URL has none; null when each has its own. */
  @Nullable String defaultPort() {
    return defaultPort;
  }

  /** Returns the dialect of the drivers that take a URL; {@link #JDBC} for all other drivers. */
  static Dialect ofUrl(String url) {
    for (Dialect dialect : ALL) {
      if (JdbcUrl.startsWith(url, dialect.urlBeginning)) {
        return dialect;
      }
    }
    return JDBC;
  }

  /** Returns the dialect of this name, in lower case as in settings; null when there is none. */
  static @Nullable Dialect of(String name) {
    for (Dialect dialect : ALL) {
      if (dialect.name().toLowerCase(Locale.ROOT).equals(name)) {
        return dialect;
      }
    }
    return null;
  }

  static String names() {
    StringBuilder names = new StringBuilder();
    for (Dialect dialect : ALL) {
      String separator = names.length() == 0 ? "" : dialect == JDBC ? " or " : ", ";
      names.append(separator).append(dialect.name().toLowerCase(Locale.ROOT));
    }
    return names.toString();
  }
}
