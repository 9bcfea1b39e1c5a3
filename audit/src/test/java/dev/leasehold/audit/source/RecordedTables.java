// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the rows that readers write. */
final class RecordedTables implements LogTables {

  private final Map<String, List<List<@Nullable Object>>> rows = new HashMap<>();
  final List<String> problems = new ArrayList<>();
  int read;

  @Override
  public RowWriter writer(String table) {
    List<List<@Nullable Object>> written = rows(table);
    return values -> written.add(Arrays.asList(values));
  }

  List<List<@Nullable Object>> rows(String table) {
    return rows.computeIfAbsent(table, name -> new ArrayList<>());
  }

  @Override
  public void problem(LogKind source, String input, LineProblem problem, long line) {
    problems.add(problem + " " + line);
  }

  @Override
  public void read(LogKind source) {
    read++;
  }
}
