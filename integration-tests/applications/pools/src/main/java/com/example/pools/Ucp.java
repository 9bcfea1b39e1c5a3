// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.SQLException;
import oracle.ucp.jdbc.PoolDataSource;
import oracle.ucp.jdbc.PoolDataSourceFactory;

/** Oracle's pool, over another driver. */
final class Ucp extends DataSourceConnections<PoolDataSource> {

  Ucp(Options options) throws SQLException {
    super(PoolDataSourceFactory.getPoolDataSource());
    dataSource.setConnectionFactoryClassName("org.postgresql.Driver");
    dataSource.setURL(options.text("url"));
    dataSource.setUser(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setMaxPoolSize(options.number("pool-size"));
  }

  @Override
  public void close() {
    // Its threads are daemons.
  }
}
