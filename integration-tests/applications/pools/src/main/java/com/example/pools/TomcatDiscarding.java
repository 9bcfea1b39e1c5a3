// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

/** Tomcat's pool, told to forget all that a borrower has set when a connection comes back. */
final class TomcatDiscarding extends DataSourceConnections<org.apache.tomcat.jdbc.pool.DataSource> {

  TomcatDiscarding(Options options) {
    super(TomcatJdbc.dataSource(options));
    dataSource.setTestOnReturn(true);
    dataSource.setValidationQuery("DISCARD ALL");
    dataSource.setValidationInterval(0);
    dataSource.setMaxActive(1);
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
