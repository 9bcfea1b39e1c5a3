// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import dev.leasehold.audit.join.BoundedText;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named table of an answer.
 *
 * @param name the table's subject
 * @param columns names of columns
 * @param rows values: {@link Long}, {@link String}, {@link Boolean}, {@link Instant} or null
 * @param omitted how many more rows there are
 */
public record AnswerSection(
    String name, List<String> columns, List<List<@Nullable Object>> rows, long omitted) {

  /** How many rows a section has: an answer is in memory before it is written. */
  static final int MOST_ROWS = 10_000;

  /** Reads a result. A column with a name that ends in {@code _at} is a time. */
  static AnswerSection read(String name, ResultSet result) throws SQLException {
    ResultSetMetaData metadata = result.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      columns.add(metadata.getColumnLabel(i));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    long omitted = 0;
    while (result.next()) {
      if (rows.size() == MOST_ROWS) {
        omitted++;
        continue;
      }
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(value(columns.get(i - 1), result.getObject(i)));
      }
      rows.add(row);
    }
    return new AnswerSection(name, columns, rows, omitted);
  }

  private static @Nullable Object value(String column, @Nullable Object value) {
    if (value instanceof Number number) {
      boolean isTime = column.endsWith("_at");
      return isTime ? Instant.ofEpochMilli(number.longValue()) : (Object) number.longValue();
    }
    return value instanceof Boolean || value == null ? value : BoundedText.of(value.toString());
  }
}
