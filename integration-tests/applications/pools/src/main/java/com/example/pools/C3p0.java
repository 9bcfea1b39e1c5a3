// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import com.mchange.v2.c3p0.ComboPooledDataSource;

final class C3p0 extends DataSourceConnections<ComboPooledDataSource> {

  C3p0(Options options) {
    super(new ComboPooledDataSource());
    dataSource.setJdbcUrl(options.text("url"));
    dataSource.setUser(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setMaxPoolSize(options.number("pool-size"));
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
