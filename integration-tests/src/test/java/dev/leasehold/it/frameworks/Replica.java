// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A program that follows a replication slot: across two deadlines, while rows are written. */
final class Replica {

  private static final String ROLE = "replica";
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final int ABORTS = 2;

  private static final String ABORTED = "lease at its end, connections aborted: 1";

  /**
   * Aborted at the deadline, in our words or in the driver's; or the server has not seen yet that
   * the connection before is gone.
   */
  private static final String EXPECTED =
      "08006 .*|08003 PGStream is closed|55006 .*slot \"replica\" is active.*";

  private static final Pattern ROW = Pattern.compile(".* INSERT: id\\[integer]:(\\d+)");

  private Replica() {}

  /** No row is missed, though rows may come twice. */
  static void run(TestBed bed) {
    bed.postgres().allowReplication();
    bed.postgres().executeAsOwner("CREATE TABLE readings (id integer)");
    bed.vault().database().replicationRole(ROLE, LEASE, LEASE);
    Roles.allow(bed, ROLE);
    try (Program replica = Program.start(bed, Roles.settings(bed, ROLE), "Replica", List.of())) {
      replica.await("following");
      int[] written = {0};
      Eventually.holds(
          "the connection is aborted " + ABORTS + " times",
          Program.BOUND,
          () -> {
            write(bed, ++written[0]);
            return replica.all("lost 08").size() >= ABORTS;
          });
      write(bed, ++written[0]);
      List<Integer> all = IntStream.rangeClosed(1, written[0]).boxed().toList();
      Eventually.holds("every row has come", Program.BOUND, () -> rows(replica).containsAll(all));
      assertThat(rows(replica).stream().distinct().toList()).isEqualTo(all);
      assertThat(replica.all("lost ")).allMatch(line -> line.matches(EXPECTED));
      assertThat(replica.log().lines().filter(line -> line.endsWith(ABORTED)))
          .as("deadlines in the log")
          .hasSizeGreaterThanOrEqualTo(ABORTS);
    }
  }

  private static void write(TestBed bed, int id) {
    bed.postgres().query("INSERT INTO readings VALUES (" + id + ")");
  }

  private static List<Integer> rows(Program replica) {
    return replica.all("table public.readings:").stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(row -> Integer.valueOf(row.group(1)))
        .toList();
  }
}
