// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.observe.OneLease;
import dev.leasehold.target.Target;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HandOversTest {

  /** The largest value of {@code leasehold.hand-over.logins}. */
  private static final int MOST = 64;

  private static final Target SHOP = Target.of("db", 5432, "shop");

  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final LeaseClock CLOCK = LeaseClock.system();

  private final List<TrackedConnection> entries = new ArrayList<>();

  /** Tracked connections hold their connections weakly. */
  private final List<Connection> connections = new ArrayList<>();

  private final Semaphore begun = new Semaphore(0);
  private final CountDownLatch release = new CountDownLatch(1);
  private final Queue<Duration> asked = new ConcurrentLinkedQueue<>();
  private final Semaphore ended = new Semaphore(0);
  private boolean inUse;
  private final HandOvers moved =
      new HandOvers(RetirementListener.NONE, new OpenConnections(entries), ended::release);

  @AfterEach
  void close() {
    release.countDown();
    moved.close();
  }

  /** A database may hang in each login, and its server has room for so many of all bindings. */
  @Test
  void aServerWhoseLoginsHangHasAsManyAsItMayAndHoldsUpNoOther() throws Exception {
    GenerationConnections orders = hurried("orders");
    for (int i = 1; i < MOST; i++) {
      begin(orders, SHOP);
    }
    GenerationConnections billing = hurried("billing");
    begin(billing, Target.of("DB", 5432, "bills"));
    assertThat(begun.tryAcquire(MOST, 60, TimeUnit.SECONDS)).as("logins to the server").isTrue();
    begin(billing, SHOP);
    begin(orders, SHOP);
    begin(billing, Target.of("db", 5433, "shop"));
    assertThat(begun.tryAcquire(60, TimeUnit.SECONDS)).as("a login to the other").isTrue();
    long under = entries.stream().filter(HandOversTest::isUnderWay).count();
    assertThat(under).as("all but two to the server, and the other's").isEqualTo(MOST + 1);
  }

  @Test
  void aServerHasRoomAgainWhenLoginsHaveEnded() throws Exception {
    GenerationConnections orders = hurried("orders");
    for (int i = 0; i < MOST; i++) {
      begin(orders, SHOP);
    }
    begin(orders, SHOP);
    release.countDown();
    assertThat(ended.tryAcquire(MOST, 60, TimeUnit.SECONDS)).isTrue();
    moved.look(entries.get(MOST), CLOCK.now());
    awaitEnd();
  }

  @Test
  void whileThereIsTimeAServerHasOneLogin() throws Exception {
    GenerationConnections orders = group("orders");
    begin(orders, SHOP);
    begin(orders, SHOP);
    begin(group("billing"), Target.of("db", 5432, "bills"));
    begin(orders, Target.of("db", 5433, "shop"));
    assertThat(begun.tryAcquire(2, 60, TimeUnit.SECONDS)).as("logins to two servers").isTrue();
    long under = entries.stream().filter(HandOversTest::isUnderWay).count();
    assertThat(under).as("one to each server").isEqualTo(2);
    release.countDown();
    awaitEnd();
  }

  @Test
  void lessQuietIsAskedForUntilAQuarterOfTheTimeIsOver() throws Exception {
    release.countDown();
    ClockReading now = CLOCK.now();
    begin(group("orders"), SHOP);
    for (int seconds : new int[] {84, 160}) { // Of ten minutes, these are 4 and 8 parts of 32.
      awaitEnd();
      look(now, seconds - 1); // It learns what the attempt came to.
      look(now, seconds);
    }
    awaitEnd();
    assertThat(asked).hasSize(3).first().isEqualTo(QUIET);
    assertThat(asked).element(1).isEqualTo(QUIET.dividedBy(16));
    assertThat(asked).last().isEqualTo(Duration.ZERO);
  }

  /** Hundreds of connections in use would begin as many attempts in each look. */
  @Test
  void aConnectionThatIsStillInUseIsLeftAlone() throws Exception {
    release.countDown();
    ClockReading now = CLOCK.now();
    begin(group("orders"), SHOP);
    awaitEnd();
    inUse = true;
    for (int second = 1; second < 10; second++) {
      look(now, second);
    }
    assertThat(asked).hasSize(1);
    assertThat(entries.get(0).reasonOfStay()).isEqualTo("it is in use");
    inUse = false;
    look(now, 10);
    awaitEnd();
    assertThat(asked).hasSize(2);
  }

  private void look(ClockReading begun, int seconds) {
    long at = begun.wallMillis() + TimeUnit.SECONDS.toMillis(seconds);
    moved.look(entries.get(0), new ClockReading(System.nanoTime(), at));
  }

  private void awaitEnd() throws InterruptedException {
    assertThat(ended.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
  }

  private static boolean isUnderWay(TrackedConnection entry) {
    HandOverTry attempts = entry.handOverTry();
    return attempts != null && !attempts.isDue(CLOCK.now(), Duration.ofMinutes(10));
  }

  private void begin(GenerationConnections group, Target target) {
    Connection connection =
        (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> null);
    connections.add(connection);
    TrackedConnection entry =
        new TrackedConnection(
                connection,
                JdbcConnections.INSTANCE,
                group,
                target,
                CLOCK.now(),
                new ReferenceQueue<>())
            .movedBy(new HangingHandOver());
    entries.add(entry);
    assertThat(moved.begin(entry, CLOCK.now())).isTrue();
  }

  private static GenerationConnections group(String binding) throws Exception {
    return new GenerationConnections(OneLease.generation(binding, "role", Duration.ofMinutes(10)));
  }

  /** Returns connections that are to go at once. */
  private static GenerationConnections hurried(String binding) throws Exception {
    Generation generation = OneLease.generation(binding, "role", Duration.ofMinutes(10));
    return new GenerationConnections(
        (Generation)
            Proxy.newProxyInstance(
                Generation.class.getClassLoader(),
                new Class<?>[] {Generation.class},
                (proxy, method, arguments) ->
                    method.getName().equals("isExpedited")
                        ? Boolean.TRUE
                        : method.invoke(generation, arguments)));
  }

  private final class HangingHandOver implements HandOver {

    @Override
    public boolean isInUse(Connection live, Duration quiet) {
      return inUse && !quiet.isZero();
    }

    @Override
    public boolean isForTold() {
      return true;
    }

    @Override
    public Duration quiet() {
      return QUIET;
    }

    @Override
    public int mostAtOnce() {
      return MOST;
    }

    @Override
    public HandOverResult attempt(
        Connection live, Generation from, Target target, Duration quiet, HandOverResult latest) {
      asked.add(quiet);
      begun.release();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return HandOverResult.BUSY;
    }

    @Override
    public Duration notice() {
      return Duration.ZERO;
    }

    @Override
    public Runnable tellOfEnd(
        Connection live, Generation of, HandOverResult stayed, Runnable told) {
      throw new AssertionError("no lease has ended");
    }

    @Override
    public void closed(Connection connection) {
      throw new AssertionError("no connection is closed");
    }
  }
}
