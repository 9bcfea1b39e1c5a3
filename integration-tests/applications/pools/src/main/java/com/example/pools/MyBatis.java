// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import org.apache.ibatis.datasource.pooled.PooledDataSource;

/** MyBatis' own pool, as {@code <dataSource type="POOLED">} makes it: it asks no connection. */
final class MyBatis extends DataSourceConnections<PooledDataSource> {

  MyBatis(Options options) {
    super(
        new PooledDataSource(
            "org.postgresql.Driver",
            options.text("url"),
            options.text("user"),
            options.text("password")));
    dataSource.setPoolMaximumActiveConnections(options.number("pool-size"));
    dataSource.setPoolMaximumIdleConnections(options.number("pool-size"));
  }

  @Override
  public void close() {
    dataSource.forceCloseAll();
  }
}
