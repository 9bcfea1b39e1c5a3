// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import com.jolbox.bonecp.BoneCPDataSource;

final class BoneCp extends DataSourceConnections<BoneCPDataSource> {

  BoneCp(Options options) {
    super(new BoneCPDataSource());
    dataSource.setDriverClass("org.postgresql.Driver");
    dataSource.setJdbcUrl(options.text("url"));
    dataSource.setUsername(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setPartitionCount(1);
    dataSource.setMaxConnectionsPerPartition(options.number("pool-size"));
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
