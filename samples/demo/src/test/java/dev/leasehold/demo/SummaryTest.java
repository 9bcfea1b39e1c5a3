// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final Instant REVOKED = Instant.parse("2026-11-23T12:00:00Z");
  private static final Failure COST =
      new Failure(REVOKED.minusMillis(5), REVOKED.plusMillis(120), "HTTP 500");
  private static final Failure OTHER =
      new Failure(REVOKED.plusSeconds(40), REVOKED.plusSeconds(41), "HTTP 500");

  @Test
  void holdsWhenOnlyTheRevocationCostQueries() {
    Summary summary = summary(3, List.of(COST), 0);
    assertThat(summary.held()).isTrue();
    assertThat(String.join("\n", summary.lines())).contains("120 ms", "All of it held.");
  }

  @Test
  void doesNotHoldWhenAnotherQueryFailed() {
    Summary summary = summary(3, List.of(COST, OTHER), 0);
    assertThat(summary.held()).isFalse();
    assertThat(String.join("\n", summary.lines())).contains("not explained", "NOT all of it held.");
  }

  @Test
  void doesNotHoldWhenARoleIsLeftOrARotationMissing() {
    assertThat(summary(3, List.of(), 1).held()).isFalse();
    assertThat(summary(2, List.of(), 0).held()).isFalse();
  }

  @Test
  void doesNotHoldWhenAKilledSidecarCostARole() {
    assertThat(withTakeOver(0).held()).isTrue();
    assertThat(withTakeOver(1).held()).isFalse();
    assertThat(String.join("\n", withTakeOver(1).lines())).contains("when the sidecar was killed");
  }

  private static Summary withTakeOver(int rolesMade) {
    Events events = new Events(null, new TakeOver(rolesMade), null);
    return new Summary(new Counts(3, 3, 2, 0), 1000, List.of(), events);
  }

  private static Summary summary(int rotations, List<Failure> failures, int rolesLeft) {
    Revocation revocation = new Revocation(REVOKED, new Turn(4, "v-d", REVOKED), List.of(COST));
    return new Summary(
        new Counts(rotations, 3, 2, rolesLeft), 1000, failures, new Events(revocation, null, null));
  }
}
