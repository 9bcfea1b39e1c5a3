// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rows of the one query in a file of several statements. */
final class Rows {

  private Rows() {}

  static List<List<String>> of(Connection connection, String statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(statements);
      while (!rows) {
        rows = statement.getMoreResults();
      }
      List<List<String>> all = new ArrayList<>();
      try (ResultSet result = statement.getResultSet()) {
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(String.valueOf(result.getString(i)));
          }
          all.add(row);
        }
      }
      return all;
    }
  }
}
