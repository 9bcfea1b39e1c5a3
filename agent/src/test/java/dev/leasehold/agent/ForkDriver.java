// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;

/** A driver that Leasehold does not know, and that says with which password it was asked. */
public final class ForkDriver extends StrangeDriver implements Driver {

  static {
    try {
      Driver ignored = new ForkDriver(); // It registers itself.
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private ForkDriver() throws SQLException {}

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    System.out.println(ASKED + info.getProperty("password"));
    return super.connect(url, info);
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:fork:");
  }
}
