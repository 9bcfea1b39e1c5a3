// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import org.postgresql.ds.PGPoolingDataSource;

/** PostgreSQL's own pool, which validates nothing and lets no connection go. */
@SuppressWarnings("deprecation") // It is still used.
final class PgPooling extends DataSourceConnections<PGPoolingDataSource> {

  PgPooling(Options options) {
    super(new PGPoolingDataSource());
    dataSource.setDataSourceName("pools"); // Without a name it cannot be closed.
    dataSource.setUrl(options.text("url"));
    dataSource.setUser(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setMaxConnections(options.number("pool-size"));
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
