// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import com.alibaba.druid.pool.DruidDataSource;

final class Druid extends DataSourceConnections<DruidDataSource> {

  Druid(Options options) {
    super(new DruidDataSource());
    dataSource.setUrl(options.text("url"));
    dataSource.setUsername(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setMaxActive(options.number("pool-size"));
    dataSource.setTestWhileIdle(false);
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
