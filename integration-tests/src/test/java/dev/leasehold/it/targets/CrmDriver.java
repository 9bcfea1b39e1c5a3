// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A driver that Leasehold cannot know, for URLs that begin with {@code jdbc:crm:}. Its sessions
 * answer any query with the user that the driver was given, and whether the password was the one of
 * {@link Client#STATIC}.
 */
public final class CrmDriver implements Driver {

  /** That of {@link Client#STATIC}, which the application's class path does not have. */
  private static final String CONFIGURED = "static-password";

  static final String STATIC = "static";
  static final String ANOTHER = "another";

  /** As {@code DriverManager} and pools make it. */
  public CrmDriver() {}

  @Override
  public @Nullable Connection connect(String url, Properties info) {
    if (!acceptsURL(url)) {
      return null;
    }
    boolean configured = CONFIGURED.equals(info.getProperty("password"));
    String answer = info.getProperty("user") + ' ' + (configured ? STATIC : ANOTHER);
    ResultSet row = stub(ResultSet.class, "getString", answer);
    Statement statement = stub(Statement.class, "executeQuery", row);
    DatabaseMetaData product = stub(DatabaseMetaData.class, "getDatabaseProductName", "CRM");
    return (Connection)
        Proxy.newProxyInstance(
            CrmDriver.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "createStatement" -> statement;
                  case "getMetaData" -> product;
                  case "isClosed" -> false;
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> null;
                });
  }

  /** Returns an object of which one method answers; the others of use here return nothing. */
  private static <T> T stub(Class<T> type, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            CrmDriver.class.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              if (called.getName().equals(method)) {
                return answer;
              }
              return called.getReturnType() == boolean.class ? true : null;
            }));
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:crm:");
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
