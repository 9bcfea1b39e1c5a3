// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.history.UsualTerms;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings that {@code watch} takes for one finding, however often they are found. */
class FindingSubjectTest {

  private static final String LOOP =
      "leases of database/creds/a by shop/a, each by another pod; pods that ended within the time"
          + " of a loop: ";
  private static final String POD_LOOP =
      "leases of database/creds/a by shop/a; pods or addresses with six or more: 1 within";

  private final Path folder;

  FindingSubjectTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aLaterPodOfANameIsAnotherFindingAndALoopThatGoesOnIsNone() throws Exception {
    try (AuditDatabase database = AuditDatabase.create(folder, "100MB")) {
      AuditJoin.join(database.connection(), UsualTerms.of(), new AuditJoin.Subject(null, null));
      found(database, "LA13", "shop/orders-0", "10.0.0.1", "x");
      found(database, "LA13", "shop/orders-0", "10.0.0.1", "x");
      found(database, "LA13", "shop/orders-0", "10.0.0.2", "x");
      found(database, "LA08", null, null, LOOP + 6);
      found(database, "LA08", null, null, LOOP + 7);
      found(database, "LA08", null, null, POD_LOOP);
      AuditDatabase.run(database.connection(), "watch/found");
      assertThat(subjects(database))
          .containsExactlyInAnyOrder(
              "LA13 shop/orders-0 10.0.0.1",
              "LA13 shop/orders-0 10.0.0.2",
              "LA08 leases of database/creds/a by shop/a, each by another pod",
              "LA08 leases of database/creds/a by shop/a");
    }
  }

  private static void found(
      AuditDatabase database,
      String code,
      @Nullable String pod,
      @Nullable String address,
      String detail)
      throws Exception {
    AuditDatabase.insert(
        database.connection(), "finding", code, 1L, 2L, null, null, pod, address, 1L, detail);
  }

  private static List<String> subjects(AuditDatabase database) throws Exception {
    List<String> subjects = new ArrayList<>();
    try (Statement statement = database.connection().createStatement();
        ResultSet rows = statement.executeQuery("SELECT code, subject FROM found")) {
      while (rows.next()) {
        subjects.add(rows.getString(1) + " " + rows.getString(2));
      }
    }
    return subjects;
  }
}
