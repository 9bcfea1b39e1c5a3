// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartFaultTest {

  @Test
  void namesTheMissingClassAndTheNextStep() {
    assertThat(StartFault.describe(new NoClassDefFoundError("dev/leasehold/config/Settings")))
        .startsWith("the agent did not start: ")
        .contains("NoClassDefFoundError: dev/leasehold/config/Settings")
        .contains("The agent's jar is not whole")
        .contains("the configured password is not tried");
  }

  @Test
  void namesTheLimitThatWasReached() {
    assertThat(StartFault.describe(new OutOfMemoryError("unable to create native thread")))
        .contains("OutOfMemoryError: unable to create native thread")
        .contains("more memory, or the container more threads");
  }

  @Test
  void tellsWhereAndNotInWhichWords() {
    Throwable quoting = new NumberFormatException("For input string: \"s3cret\"");

    assertThat(StartFault.describe(new IllegalStateException("password s3cret", quoting)))
        .contains("java.lang.IllegalStateException at " + StartFaultTest.class.getName())
        .contains("caused by java.lang.NumberFormatException")
        .contains("Please report it")
        .doesNotContain("s3cret");
  }

  @Test
  void tellsNothingThatAnInitialiserQuotes() {
    Throwable quoting =
        new ExceptionInInitializerError("Exception IllegalStateException: s3cret [in thread]");

    assertThat(StartFault.describe(quoting)).doesNotContain("s3cret");
  }

  @Test
  void isBoundedWhateverTheFaultSays() {
    String name = "x".repeat(10 * StartFault.BOUND);

    assertThat(StartFault.describe(new NoClassDefFoundError(name)))
        .contains("xxx....")
        .hasSizeLessThan(2 * StartFault.BOUND + StartFault.BOUND / 2);
  }

  @Test
  void endsWhereCausesGoInACircle() {
    Throwable first = new IllegalStateException("first");
    first.initCause(new IllegalStateException("second", first));

    assertThat(StartFault.describe(first)).contains("caused by");
  }
}
