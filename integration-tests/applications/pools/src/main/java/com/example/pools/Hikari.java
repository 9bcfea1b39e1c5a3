// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** HikariCP, which opens its first connection when it is first asked for a connection. */
class Hikari extends DataSourceConnections<HikariDataSource> {

  Hikari(Options options) {
    this(url(options), options);
  }

  /** A pool of the connections that another data source opens. */
  Hikari(Options options, DataSource inner) {
    this(over(inner), options);
  }

  private Hikari(HikariDataSource dataSource, Options options) {
    super(dataSource);
    dataSource.setMaximumPoolSize(options.number("pool-size"));
  }

  private static HikariDataSource url(Options options) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(options.text("url"));
    dataSource.setUsername(options.text("user"));
    dataSource.setPassword(options.text("password"));
    return dataSource;
  }

  private static HikariDataSource over(DataSource inner) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setDataSource(inner);
    return dataSource;
  }

  @Override
  public final void close() {
    dataSource.close();
  }
}
