// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whose names of properties and whose errors a driver shares. */
public enum Dialect {
  POSTGRESQL,
  MYSQL,
  MARIADB,
  SQLSERVER,
  ORACLE,
  /** What JDBC itself says: {@code user} and {@code password}, and SQLStates of class 28. */
  JDBC;

  /** Returns the dialect of this name, in lower case as in settings; null when there is none. */
  static @Nullable Dialect of(String name) {
    for (Dialect dialect : values()) {
      if (dialect.name().toLowerCase(Locale.ROOT).equals(name)) {
        return dialect;
      }
    }
    return null;
  }

  static String names() {
    StringBuilder names = new StringBuilder();
    for (Dialect dialect : values()) {
      String separator = names.length() == 0 ? "" : dialect == JDBC ? " or " : ", ";
      names.append(separator).append(dialect.name().toLowerCase(Locale.ROOT));
    }
    return names.toString();
  }
}
