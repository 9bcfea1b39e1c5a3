// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.retire.HandOver;
import dev.leasehold.retire.HandOverResult;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RequestedSessionTest {

  private HandOverResult next = HandOverResult.BUSY;
  private final List<Duration> asked = new ArrayList<>();
  private int attempts;

  @Test
  void comesToWhatAThreadDidAfterTheMoversLastAttempt() {
    Connection live =
        (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> null);
    RequestedSession request =
        new RequestedSession(live, Duration.ZERO, this::attempt, ended -> {});
    assertThat(request.tryOnce()).isEqualTo(HandOverResult.BUSY);
    next = HandOverResult.MOVED;
    while (attempts < 2) { // Not before the mover has waited for a pause.
      request.entered();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(request.end()).isEqualTo(HandOverResult.MOVED);
    assertThat(asked).as("a pause is looked for first").first().isEqualTo(HandOver.LEAST_QUIET);
    assertThat(asked).last().isEqualTo(Duration.ZERO);
  }

  private HandOverResult attempt(Duration quiet) {
    attempts++;
    asked.add(quiet);
    return next;
  }
}
