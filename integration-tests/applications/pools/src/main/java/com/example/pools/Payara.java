// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The pool that Payara shares with GlassFish. */
final class Payara implements ConnectionSource {

  private final PayaraServer server = new PayaraServer();
  private final DataSource dataSource;

  Payara(Options options) throws Exception {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String name : new String[] {"url", "user", "password"}) {
      properties.put(name, options.text(name));
    }
    String type = "org.postgresql.ds.PGSimpleDataSource";
    this.dataSource = server.pool("orders", type, options.number("pool-size"), properties);
  }

  @Override
  public Connection connection() throws SQLException {
    return dataSource.getConnection();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
