// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.target.Target;
import org.junit.jupiter.api.Test;

class RecentHolderTest {

  private static final Target DB = Target.of("db", 5432, "orders");

  private final ConnectionHolder application = new ConnectionHolder(RecentHolderTest.class, false);
  private final ConnectionHolder pool = new ConnectionHolder(Target.class, true);
  private final RecentHolder recent = new RecentHolder();

  @Test
  void isKnownOnceTheSameHasOpenedSeveralInARowAndIsReadAgainNowAndThen() {
    for (int i = 0; i < RecentHolder.USUAL; i++) {
      assertThat(recent.of(DB)).as("connect %d", i).isNull();
      recent.read(DB, application);
    }
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < RecentHolder.TAKEN; i++) {
        assertThat(recent.of(DB)).as("connect %d", i).isSameAs(application);
      }
      assertThat(recent.of(DB)).as("after %d", RecentHolder.TAKEN).isNull();
      recent.read(DB, application);
    }
  }

  /** The thread that builds a pool may open a connection of its own next, which it keeps. */
  @Test
  void isNeverAPoolThatIsTold() {
    for (int i = 0; i < 3 * RecentHolder.USUAL; i++) {
      assertThat(recent.of(DB)).as("connect %d", i).isNull();
      recent.read(DB, pool);
    }
  }

  @Test
  void isForgottenWithAnotherTargetOrAnotherHolder() {
    usual();
    assertThat(recent.of(Target.of("other", 5432, "orders"))).isNull();
    recent.read(Target.of("other", 5432, "orders"), application);
    assertThat(recent.of(DB)).isNull();
    usual();
    recent.read(DB, pool);
    assertThat(recent.of(DB)).isNull();
    recent.read(DB, application);
    assertThat(recent.of(DB)).isNull();
  }

  private void usual() {
    for (int i = 0; i < RecentHolder.USUAL; i++) {
      recent.read(DB, application);
    }
    assertThat(recent.of(DB)).isSameAs(application);
  }
}
