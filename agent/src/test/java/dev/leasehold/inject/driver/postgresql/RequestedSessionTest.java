// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.retire.HandOver;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestedSessionTest {

  private static final HandOverResult TWO_PHASE =
      HandOverResult.held(PinReason.TWOPHASE, "its role has a prepared transaction");

  /** Longer than a pause of its thread is waited for. */
  private static final int PAUSE_MILLIS = 250;

  private HandOverResult next = HandOverResult.BUSY;
  private final List<Duration> asked = new ArrayList<>();
  private final List<Long> askedAt = new ArrayList<>();
  private long millis;
  private long ends;

  @Test
  void comesToWhatAThreadDidAfterTheMoversLastAttempt() {
    RequestedSession request = request(Duration.ZERO);
    assertThat(request.tryOnce()).isEqualTo(HandOverResult.BUSY);
    next = HandOverResult.MOVED;
    request.entered();
    assertThat(asked).as("a pause is looked for first").containsExactly(HandOver.LEAST_QUIET);
    millis += PAUSE_MILLIS;
    request.entered();
    assertThat(request.end()).isEqualTo(HandOverResult.MOVED);
    assertThat(asked).last().isEqualTo(Duration.ZERO);
  }

  @Test
  void looksForAShortPauseBeforeAThreadMovesItItself() {
    RequestedSession request = request(Duration.ZERO);
    for (; millis <= PAUSE_MILLIS; millis += 50) {
      request.tryOnce();
    }
    Duration pause = HandOver.LEAST_QUIET;
    Duration brief = Duration.ofNanos(100_000);
    assertThat(asked).containsExactly(pause, pause, pause, brief, brief, Duration.ZERO);
  }

  /** Each question holds the connection, and a connection in use is seen without a question. */
  @Test
  void asksLessAndLessOftenWhileATransactionOfItsRoleIsPrepared() {
    RequestedSession request = request(Duration.ofMillis(5));
    for (; millis < 5; millis++) {
      assertThat(request.tryOnce()).isEqualTo(HandOverResult.BUSY);
    }
    next = TWO_PHASE;
    for (; millis < 500; millis++) {
      assertThat(request.tryOnce()).isEqualTo(TWO_PHASE);
    }
    assertThat(askedAt)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 7L, 11L, 19L, 35L, 67L, 131L, 231L, 331L, 431L);
    next = HandOverResult.BUSY;
    millis = 531;
    assertThat(request.tryOnce()).isEqualTo(HandOverResult.BUSY);
    next = HandOverResult.MOVED;
    assertThat(request.tryOnce()).as("in no use again").isEqualTo(HandOverResult.MOVED);
  }

  @Test
  void hasAThreadAskNoMoreOftenInAHurry() {
    RequestedSession request = request(Duration.ZERO);
    next = TWO_PHASE;
    for (millis = PAUSE_MILLIS; millis < 2 * PAUSE_MILLIS; millis++) {
      request.entered();
      assertThat(request.tryOnce()).isEqualTo(TWO_PHASE);
      request.entered();
    }
    assertThat(askedAt).containsExactly(250L, 252L, 256L, 264L, 280L, 312L, 376L, 476L);
    assertThat(request.end()).isEqualTo(TWO_PHASE);
    millis += PAUSE_MILLIS;
    assertThat(request.tryOnce()).as("after the attempts").isEqualTo(HandOverResult.CLOSED);
  }

  /** A connection in two phases is prepared for most of the time, and not when it begins anew. */
  @Test
  void hasAThreadAskOnceMoreForEachPreparedTransactionThatHasEnded() {
    RequestedSession request = request(Duration.ZERO);
    next = TWO_PHASE;
    for (millis = PAUSE_MILLIS; millis < 500; millis++) {
      request.tryOnce();
    }
    assertThat(askedAt).last().isEqualTo(476L);
    ends++;
    assertThat(request.tryOnce()).as("on our thread").isEqualTo(TWO_PHASE);
    assertThat(askedAt).last().as("as the pause binds it still").isEqualTo(476L);
    next = HandOverResult.BUSY;
    request.entered();
    request.entered();
    assertThat(askedAt).as("while it is in use").endsWith(476L, 500L, 500L);
    next = TWO_PHASE;
    request.entered();
    request.entered();
    assertThat(askedAt).as("by one question to the server").endsWith(476L, 500L, 500L, 500L);
    ends++;
    next = HandOverResult.MOVED;
    request.entered();
    assertThat(request.tryOnce()).isEqualTo(HandOverResult.MOVED);
  }

  /** Transactions of other roles may end all the time. */
  @Test
  void hasAThreadAskAfterSoManyEndsAndNoMore() {
    RequestedSession request = request(Duration.ZERO);
    next = TWO_PHASE;
    int rest = 0;
    for (millis = PAUSE_MILLIS; millis < 1250; millis++) {
      ends++;
      request.entered();
      rest += millis < 1000 ? 0 : asked.size();
      asked.clear();
    }
    assertThat(askedAt.subList(0, 33)).endsWith(282L);
    assertThat(rest).as("once in a pause of 100 ms").isBetween(2, 3);
  }

  private RequestedSession request(Duration quiet) {
    Connection live =
        (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> null);
    return new RequestedSession(
        live,
        quiet,
        this::attempt,
        ended -> {},
        () -> ends,
        () -> TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private HandOverResult attempt(Duration quiet) {
    asked.add(quiet);
    askedAt.add(millis);
    return next;
  }
}
