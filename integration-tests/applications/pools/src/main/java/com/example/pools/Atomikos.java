// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import com.atomikos.jdbc.AtomikosNonXADataSourceBean;

/** Atomikos' pool over the driver, without a transaction of its own. */
final class Atomikos extends DataSourceConnections<AtomikosNonXADataSourceBean> {

  Atomikos(Options options) {
    super(new AtomikosNonXADataSourceBean());
    dataSource.setUniqueResourceName("orders");
    dataSource.setDriverClassName("org.postgresql.Driver");
    dataSource.setUrl(options.text("url"));
    dataSource.setUser(options.text("user"));
    dataSource.setPassword(options.text("password"));
    dataSource.setPoolSize(options.number("pool-size"));
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
