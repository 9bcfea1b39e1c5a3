// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import bitronix.tm.resource.jdbc.PoolingDataSource;

/** Bitronix over the driver's data source for two phases, without a transaction of its own. */
final class Bitronix extends DataSourceConnections<PoolingDataSource> {

  Bitronix(Options options) {
    super(new PoolingDataSource());
    dataSource.setClassName("org.postgresql.xa.PGXADataSource");
    dataSource.setUniqueName("orders");
    dataSource.getDriverProperties().setProperty("url", options.text("url"));
    dataSource.getDriverProperties().setProperty("user", options.text("user"));
    dataSource.getDriverProperties().setProperty("password", options.text("password"));
    dataSource.setMaxPoolSize(options.number("pool-size"));
    dataSource.setAllowLocalTransactions(true);
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
