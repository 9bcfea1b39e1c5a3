// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import org.apache.commons.dbcp2.datasources.SharedPoolDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * Commons DBCP 2 over connections that the driver makes for pools; it tests connections that it
 * lends.
 */
final class SharedPool extends DataSourceConnections<SharedPoolDataSource> {

  SharedPool(Options options) {
    super(new SharedPoolDataSource());
    PGConnectionPoolDataSource driver = new PGConnectionPoolDataSource();
    driver.setUrl(options.text("url"));
    driver.setUser(options.text("user"));
    driver.setPassword(options.text("password"));
    dataSource.setConnectionPoolDataSource(driver);
    dataSource.setDefaultTestOnBorrow(true);
    dataSource.setMaxTotal(options.number("pool-size"));
  }

  @Override
  public void close() throws Exception {
    dataSource.close();
  }
}
