// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.SQLException;
import org.apache.commons.dbcp.BasicDataSource;

/** Commons DBCP 1. */
final class Dbcp1 extends DataSourceConnections<BasicDataSource> {

  Dbcp1(Options options) {
    super(new BasicDataSource());
    dataSource.setUrl(options.text("url"));
    dataSource.setUsername(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setMaxActive(options.number("pool-size"));
    dataSource.setMaxIdle(options.number("pool-size"));
  }

  @Override
  public void close() throws SQLException {
    dataSource.close();
  }
}
