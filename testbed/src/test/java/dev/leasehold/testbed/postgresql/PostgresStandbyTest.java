// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresStandbyTest {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration DELAY = Duration.ofMillis(1_500);

  @AutoClose private static PostgresServer primary;
  @AutoClose private static PostgresStandby standby;

  @BeforeAll
  static void launch() {
    primary = PostgresServer.launch();
    standby = primary.standby(Duration.ZERO);
  }

  @Test
  void knowsARoleAsMuchLaterAsItIsToldTo() {
    standby.applyDelay(DELAY);
    Duration late = lateness("late");
    assertThat(late).isGreaterThan(DELAY.dividedBy(2));
    standby.applyDelay(Duration.ZERO);
    assertThat(lateness("soon")).isLessThan(late);
  }

  @Test
  void catchesUpWhenItHasBeenAway() {
    standby.stop();
    primary.query("CREATE ROLE meanwhile");
    standby.start();
    awaitRole("meanwhile");
  }

  private static Duration lateness(String role) {
    primary.query("CREATE ROLE " + role);
    long made = System.nanoTime();
    awaitRole(role);
    return Duration.ofNanos(System.nanoTime() - made);
  }

  private static void awaitRole(String role) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (standby.query("SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'").isEmpty()) {
      assertThat(System.nanoTime()).as("%s is known within %s", role, BOUND).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
