package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.observe.OneLease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CohortTest {

  /** The ledger looks around for the first one; for each it would run while all others connect. */
  @Test
  void onlyTheFirstConnectionEverIsTheFirst() throws Exception {
    Cohort cohort = new Cohort(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    assertThat(cohort.enter()).isTrue();
    assertThat(cohort.opened()).isTrue();
    cohort.leave();
    assertThat(cohort.enter()).isTrue();
    assertThat(cohort.opened()).isFalse();
    assertThat(cohort.held()).isEqualTo(1);
  }
}
