// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.retire.HandOverResult;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RequestedSessionTest {

  private HandOverResult next = HandOverResult.BUSY;
  private int attempts;

  @Test
  void comesToWhatAThreadDidAfterTheMoversLastAttempt() {
    Connection live =
        (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> null);
    RequestedSession request = new RequestedSession(live, true, this::attempt, ended -> {});
    assertThat(request.tryOnce()).isEqualTo(HandOverResult.BUSY);
    next = HandOverResult.MOVED;
    while (attempts < 2) { // Not before the mover has waited for a pause.
      request.entered();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(request.end()).isEqualTo(HandOverResult.MOVED);
  }

  private HandOverResult attempt() {
    attempts++;
    return next;
  }
}
