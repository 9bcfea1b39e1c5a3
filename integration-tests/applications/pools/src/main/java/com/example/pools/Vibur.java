// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import org.vibur.dbcp.ViburDBCPDataSource;

final class Vibur extends DataSourceConnections<ViburDBCPDataSource> {

  Vibur(Options options) {
    super(new ViburDBCPDataSource());
    dataSource.setJdbcUrl(options.text("url"));
    dataSource.setUsername(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setPoolMaxSize(options.number("pool-size"));
    dataSource.setConnectionIdleLimitInSeconds(-1);
    dataSource.start();
  }

  @Override
  public void close() {
    dataSource.terminate();
  }
}
