// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL's own data source, which opens a new connection each time. */
final class PgSimple extends DataSourceConnections<PGSimpleDataSource> {

  PgSimple(Options options) {
    super(dataSource(options));
  }

  static PGSimpleDataSource dataSource(Options options) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(options.text("url"));
    dataSource.setUser(options.text("user"));
    dataSource.setPassword(options.text("password"));
    return dataSource;
  }

  @Override
  public void close() {}
}
