// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** The figure may double where a machine is busy. */
  @ParameterizedTest
  @MethodSource("dev.leasehold.it.faults.FaultDocument#rows")
  void allowTwiceTheDocumentedFigure(Row documented) {
    Fault fault = faultOf(documented);
    assertThat(Checks.mostFailed(fault, documented.way(), List.of()))
        .isGreaterThanOrEqualTo(Math.min(fault.mostFailed(), 2 * documented.failed()));
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.it.faults.FaultDocument#rows")
  void allowNoFailuresThatAreFarFromTheDocumentedFigureHoweverLongThereIsNoLease(Row documented) {
    List<String> minute =
        IntStream.range(0, 60).mapToObj(second -> NO_LEASE + second + " s").toList();
    assertThat(Checks.mostFailed(faultOf(documented), documented.way(), minute)).isLessThan(35_000);
  }

  @Test
  void allowMoreForEachSecondWithoutALeaseWhereFewFailuresAreDocumented() {
    Fault fault = faultOf(FaultDocument.row("token revoked", Way.TOMCAT));
    assertThat(Checks.mostFailed(fault, Way.TOMCAT, List.of())).isEqualTo(200);
    assertThat(Checks.mostFailed(fault, Way.TOMCAT, List.of(NO_LEASE + "0 s", NO_LEASE + "1 s")))
        .isEqualTo(200 + 3 * 800);
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.it.faults.FaultDocument#rows")
  void allowNoFailuresThatAreFarFromTheDocumentedFigureHoweverLongCredentialsArePutOff(
      Row documented) {
    List<String> minute = putOff(2, 4, 8, 16, 32);
    assertThat(Checks.mostFailed(faultOf(documented), documented.way(), minute)).isLessThan(35_000);
  }

  @Test
  void allowFailuresWhileACredentialIsPutOffForAsLongAsTheFaultMayLast() {
    Fault moved = faultOf(FaultDocument.row("mount moved", Way.PLAIN));
    assertThat(Checks.mostFailed(moved, Way.PLAIN, putOff(2, 4, 8))).isEqualTo(200 + 10 * 800);
  }

  @Test
  void allowFailuresWhileACredentialIsPutOffUntilTheNextFetch() {
    Fault revoked = faultOf(FaultDocument.row("token revoked", Way.TOMCAT));
    assertThat(Checks.mostFailed(revoked, Way.TOMCAT, putOff(6))).isEqualTo(200 + 7 * 800);
  }

  private static List<String> putOff(int... seconds) {
    return IntStream.range(0, seconds.length)
        .mapToObj(i -> (i + 3) + " in a row, next try in " + seconds[i] + " s")
        .toList();
  }

  private static Fault faultOf(Row row) {
    return Faults.all().stream()
        .filter(fault -> fault.name().equals(row.fault()))
        .findAny()
        .orElseThrow();
  }
}
