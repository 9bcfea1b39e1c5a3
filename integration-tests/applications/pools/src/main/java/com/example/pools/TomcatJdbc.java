// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import org.apache.tomcat.jdbc.pool.DataSource;

/** Tomcat's own pool; it does not test connections that it lends unless it is told to. */
final class TomcatJdbc extends DataSourceConnections<DataSource> {

  TomcatJdbc(Options options) {
    super(dataSource(options));
  }

  static DataSource dataSource(Options options) {
    DataSource dataSource = new DataSource();
    dataSource.setDriverClassName("org.postgresql.Driver");
    dataSource.setUrl(options.text("url"));
    dataSource.setUsername(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setMaxActive(options.number("pool-size"));
    dataSource.setMaxIdle(options.number("pool-size"));
    return dataSource;
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
