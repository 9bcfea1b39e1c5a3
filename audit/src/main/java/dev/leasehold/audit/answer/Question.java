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
  /** Who had this role. */
  ROLE("role"),
  /** What this pod had. */
  POD("pod"),
  /** Who had this lease. */
  LEASE("lease"),
  /** Who had what at this time. */
  AT("at"),
  /** What looks wrong. */
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
