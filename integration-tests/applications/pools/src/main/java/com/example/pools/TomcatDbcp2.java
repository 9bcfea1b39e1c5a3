// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.SQLException;
import org.apache.tomcat.dbcp.dbcp2.BasicDataSource;

/** Commons DBCP 2 as Tomcat repackages it. */
final class TomcatDbcp2 extends DataSourceConnections<BasicDataSource> {

  TomcatDbcp2(Options options) {
    super(new BasicDataSource());
    dataSource.setUrl(options.text("url"));
    dataSource.setUsername(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setMaxTotal(options.number("pool-size"));
    dataSource.setMaxIdle(options.number("pool-size"));
  }

  @Override
  public void close() throws SQLException {
    dataSource.close();
  }
}
