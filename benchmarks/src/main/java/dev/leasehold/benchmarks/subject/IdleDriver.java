// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A driver that connects to nothing, so that the time that an agent adds to {@code connect} is
 * seen. It has the parser of pgjdbc, which an agent may ask.
 */
public class IdleDriver implements Driver {

  private final Properties defaults = new Properties();

  /** Makes the driver; like pgjdbc, it takes the operating system's user where none is named. */
  public IdleDriver() {
    defaults.setProperty("user", System.getProperty("user.name"));
  }

  /** As pgjdbc does. */
  public static @Nullable Properties parseURL(String url, @Nullable Properties defaults) {
    return PgjdbcParser.parse(url, defaults);
  }

  /** As pgjdbc does: they are read once. */
  Properties getDefaultProperties() {
    return defaults;
  }

  @Override
  public Connection connect(String url, Properties info) {
    return IdleConnections.open();
  }

  @Override
  public boolean acceptsURL(String url) {
    return true;
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 42;
  }

  @Override
  public int getMinorVersion() {
    return 7;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public @Nullable Logger getParentLogger() {
    return null;
  }
}
