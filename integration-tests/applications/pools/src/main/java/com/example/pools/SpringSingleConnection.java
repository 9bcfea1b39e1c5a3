// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One connection, which is opened once and never let go, as Spring's applications hold one. */
final class SpringSingleConnection extends DataSourceConnections<SingleConnectionDataSource> {

  SpringSingleConnection(Options options) {
    super(
        new SingleConnectionDataSource(
            options.text("url"), options.text("user"), options.text("password"), true));
  }

  @Override
  public void close() {
    dataSource.destroy();
  }
}
