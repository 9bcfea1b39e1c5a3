// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksTest {

  private static final String NO_LEASE = "failure 28000 binding default has no valid lease for ";

  @Test
  void countASecondWithoutALeaseOnceHoweverManyQueriesFailInIt() {
    List<String> one = Collections.nCopies(7_000, NO_LEASE + "1 s: Vault is sealed");
    assertThat(Checks.secondsWithoutLease(one)).isEqualTo(1);
    List<String> four =
        List.of(NO_LEASE + "1 s", NO_LEASE + "2 s", NO_LEASE + "3 s", NO_LEASE + "4 s");
    assertThat(Checks.secondsWithoutLease(four)).isEqualTo(6);
  }
}
