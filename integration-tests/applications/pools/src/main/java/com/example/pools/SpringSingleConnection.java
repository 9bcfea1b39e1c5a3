// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One connection, which is opened once and never let go, as Spring's applications hold it. */
final class SpringSingleConnection extends OneAtATime {

  private final SingleConnectionDataSource dataSource;

  SpringSingleConnection(Options options) {
    dataSource =
        new SingleConnectionDataSource(
            options.text("url"), options.text("user"), options.text("password"), true);
  }

  @Override
  Connection kept() throws SQLException {
    return dataSource.getConnection();
  }

  @Override
  public void close() {
    dataSource.destroy();
  }
}
