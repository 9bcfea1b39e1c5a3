// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import com.arjuna.ats.jdbc.TransactionalDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.xa.PGXADataSource;

/** The pool of Narayana's own driver, without a transaction of Narayana's. */
final class Narayana implements ConnectionSource {

  private final TransactionalDriver driver = new TransactionalDriver();
  private final Properties settings = new Properties();

  Narayana(Options options) {
    PGXADataSource orders = new PGXADataSource();
    orders.setUrl(options.text("url"));
    orders.setUser(options.text("user"));
    orders.setPassword(options.text("password"));
    settings.put(TransactionalDriver.XADataSource, orders);
    settings.setProperty(
        TransactionalDriver.maxConnections, Integer.toString(options.number("pool-size")));
  }

  @Override
  public Connection connection() throws SQLException {
    return driver.connect(TransactionalDriver.arjunaDriver, settings);
  }

  @Override
  public void close() {
    // It has no end but that of the process.
  }
}
