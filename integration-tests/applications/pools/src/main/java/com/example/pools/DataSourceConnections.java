// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections of a data source, which a subclass makes as an application would configure it. */
abstract class DataSourceConnections<D extends DataSource> implements ConnectionSource {

  final D dataSource;

  DataSourceConnections(D dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public final Connection connection() throws SQLException {
    return dataSource.getConnection();
  }
}
