// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import dev.leasehold.audit.join.AuditDatabase;
import dev.leasehold.audit.join.SqlScript;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A question about the joined tables. */
public enum Question {
  /** The pods that had this role. */
  ROLE("role"),
  /** The roles that this pod had. */
  POD("pod"),
  /** The pod that had this lease. */
  LEASE("lease"),
  /** The pods and their roles at this time. */
  AT("at"),
  /** The findings. */
  FINDINGS("findings");

  private final String script;

  Question(String script) {
    this.script = script;
  }

  /** Returns the answer, section by section. */
  public List<AnswerSection> ask(AuditDatabase database) throws SQLException {
    List<AnswerSection> sections = new ArrayList<>();
    try (Statement statement = database.connection().createStatement()) {
      for (Map.Entry<String, String> each :
          SqlScript.load("question/" + script).sections().entrySet()) {
        try (ResultSet result = statement.executeQuery(each.getValue())) {
          sections.add(AnswerSection.read(each.getKey(), result));
        }
      }
    }
    return sections;
  }
}
