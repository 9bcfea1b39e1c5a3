// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.history.UsualTerms;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process names any number of roles, and the tables grow by that number alone. */
class AgentJoinTest {

  private final Path folder;

  AgentJoinTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void rolesThatAProcessNamesAreNotJoinedToEachLeaseOfTheirSecond() throws Exception {
    try (AuditDatabase database = AuditDatabase.create(folder, "100MB")) {
      AuditJoin.join(database.connection(), UsualTerms.of(), new AuditJoin.Subject(null, null));
      try (Statement statement = database.connection().createStatement()) {
        statement.execute(
            "INSERT INTO lease_second SELECT 'lease-' || i, 'kubernet-orders', 1795000000000"
                + " FROM range(100) AS leases(i)");
        statement.execute("INSERT INTO lease_pod VALUES ('lease-7', 'u-1', 'address', 'x')");
        statement.execute(
            "INSERT INTO source_agent_line SELECT 1795000001000, 'shop', 'orders-1', 'u-1', 'app',"
                + " '7', 'INFO', 'credential current', 'orders',"
                + " 'v-kubernet-orders-' || (10000000000000000000 + i) || '-1795000000',"
                + " 'kubernet-orders', 1795000000000, 'x' FROM range(1000) AS lines(i)");
        AuditDatabase.joinTold(database.connection());
        assertThat(row(statement, "SELECT count(*), min(candidates) FROM agent_role"))
            .isEqualTo("1000 100");
        assertThat(row(statement, "SELECT count(*), min(lease_id) FROM agent_lease"))
            .isEqualTo("1000 lease-7");
        assertThat(
                row(
                    statement,
                    "SELECT sum(estimated_size) < 10000, count(*) > 4 FROM duckdb_tables()"
                        + " WHERE table_name LIKE 'agent%'"))
            .as("rows in all of their tables")
            .isEqualTo("true true");
      }
    }
  }

  private static String row(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1) + " " + rows.getString(2);
    }
  }
}
