// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import dev.leasehold.testbed.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/** The one value that a query gives. */
final class Answer {

  private Answer() {}

  static String of(Connection connection, String sql) throws SQLException {
    return Objects.requireNonNull(Sql.query(connection, sql).get(0).get(0), sql);
  }
}
