// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction manager, with the second phase of a commit after a rotation. */
final class TwoPhase implements AutoCloseable {

  private static final String AS_GROUP = "transfers";
  private static final Duration LEASE = Duration.ofSeconds(20);

  private final TestBed bed;
  private final Program manager;

  private TwoPhase(TestBed bed, String role) {
    this.bed = bed;
    this.manager = Program.start(bed, Roles.settings(bed, role), "TwoPhase", List.of());
  }

  /** Makes the table, and the role whose sessions act as their group. */
  static void prepare(TestBed bed) {
    bed.postgres().executeAsOwner("CREATE TABLE transfers (id text)");
    bed.vault().database().twoPhaseRole(AS_GROUP, LEASE, LEASE);
    Roles.allow(bed, AS_GROUP);
  }

  static void commitsOnTheConnectionThatPrepared(TestBed bed) {
    try (TwoPhase manager = new TwoPhase(bed, TestBed.ROLE)) {
      String user = manager.prepared("kept");
      manager.awaitSuccessorOf(user);
      assertThat(manager.ask("commit", "kept")).isEqualTo("committed by " + user);
      assertThat(manager.transfers("kept")).isEqualTo("1");
    }
  }

  /** And the prepared transaction stays, without an owner. */
  static void isRefusedToTheNextRole(TestBed bed) {
    try (TwoPhase manager = new TwoPhase(bed, TestBed.ROLE)) {
      manager.lose("lost");
      assertThat(manager.ask("recover", "lost")).startsWith("failed 42501 ");
      assertThat(manager.transfers("lost")).isEqualTo("0");
      String orphan = "SELECT gid FROM pg_prepared_xacts WHERE owner IS NULL";
      List<List<@Nullable String>> left = bed.postgres().query(orphan);
      assertThat(left).hasSize(1);
      bed.postgres().query("ROLLBACK PREPARED '" + left.get(0).get(0) + "'");
    }
  }

  static void commitsByTheNextRoleOfTheGroup(TestBed bed) {
    try (TwoPhase manager = new TwoPhase(bed, AS_GROUP)) {
      String user = manager.lose("shared");
      assertThat(manager.ask("recover", "shared"))
          .startsWith("committed by v-")
          .doesNotContain(user);
      assertThat(manager.transfers("shared")).isEqualTo("1");
    }
  }

  private String prepared(String id) {
    String answer = ask("prepare", id);
    assertThat(answer).startsWith("prepared by v-");
    return answer.substring("prepared by ".length());
  }

  /** Loses the connection of a prepared transaction, and waits until its role is dropped. */
  private String lose(String id) {
    String user = prepared(id);
    ask("lose", id);
    awaitSuccessorOf(user);
    Eventually.holds(
        "role " + user + " is dropped",
        Program.BOUND,
        () -> !bed.postgres().ephemeralRoles().contains(user));
    return user;
  }

  private void awaitSuccessorOf(String user) {
    int generation = 1;
    while (!manager.awaitGeneration(generation).equals(user)) {
      generation++;
    }
    manager.awaitGeneration(generation + 1);
  }

  private String ask(String verb, String id) {
    int mark = manager.mark();
    manager.tell(verb + " " + id);
    return manager.await(mark, id + " ");
  }

  private @Nullable String transfers(String id) {
    String count = "SELECT count(*) FROM transfers WHERE id = '" + id + "'";
    return bed.postgres().query(count).get(0).get(0);
  }

  @Override
  public void close() {
    manager.close();
  }
}
