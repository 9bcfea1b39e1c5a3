// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;

/** A program that listens to notifications: up to the deadline, and again afterwards. */
final class Ear {

  private static final String ROLE = "ear";
  private static final Duration LEASE = Duration.ofSeconds(14);

  private Ear() {}

  static void run(TestBed bed) {
    bed.vault().database().role(ROLE, LEASE, LEASE);
    Roles.allow(bed, ROLE);
    try (Program ear = Program.start(bed, Roles.settings(bed, ROLE), "Ear", List.of())) {
      String user = ear.await("listening as ");
      ear.awaitGeneration(2);
      tell(bed, "after a rotation");
      ear.await("heard after a rotation");
      ear.await("lost " + Program.ABORTED);

      tell(bed, "while nobody listens");
      int mark = ear.mark();
      ear.tell("again");
      assertThat(ear.await(mark, "listening as ")).isNotEqualTo(user);
      tell(bed, "by the successor");
      ear.await("heard by the successor");
      assertThat(ear.all("heard ")).containsExactly("after a rotation", "by the successor");
    }
  }

  private static void tell(TestBed bed, String text) {
    bed.postgres().query("SELECT pg_notify('orders', '" + text + "')");
  }
}
