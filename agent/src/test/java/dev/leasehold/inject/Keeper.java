// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A class of an application's own, in its loader, that opens a connection and keeps it. */
public final class Keeper implements Callable<Connection> {

  private final Driver driver;
  private final String url;
  private final Properties info;
  private @Nullable Connection kept;

  /** Makes a keeper with the arguments that it connects with. */
  public Keeper(Driver driver, String url, Properties info) {
    this.driver = driver;
    this.url = url;
    this.info = info;
  }

  @Override
  public Connection call() throws SQLException {
    Connection opened = driver.connect(url, info);
    kept = opened;
    return opened;
  }

  /** Returns the connection that it keeps. */
  public @Nullable Connection kept() {
    return kept;
  }
}
