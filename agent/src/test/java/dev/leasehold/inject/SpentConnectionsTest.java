// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.pool.WeakPool;
import dev.leasehold.observe.OneLease;
import dev.leasehold.retire.EvictablePool;
import dev.leasehold.retire.Ledger;
import dev.leasehold.target.Target;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which connections a pool is to let go of because they have ended. */
class SpentConnectionsTest {

  private static final String POOL = "pool";

  private final SettableClock clock = new SettableClock();
  @AutoClose private final Ledger ledger = new Ledger(clock, new Recorder(), Set.of());
  private final InjectingHooks injection =
      new InjectingHooks(
          Map.of(), Map.of(), Map.of(), Map.of(POOL, new AskingPool()), List.of(), ledger);

  /** The ledger holds them weakly. */
  private final List<Connection> closed = new ArrayList<>();

  @BeforeEach
  void startLedger() {
    ledger.start();
  }

  /** A sort of pool that lets go of each spent connection. */
  private static final class AskingPool implements PoolIntegration {

    @Override
    public EvictablePool reach(Object instance) {
      throw new AssertionError("it is not told to evict");
    }

    @Override
    public boolean shouldDiscard(Object pooled, Predicate<Connection> spent) {
      return spent.test((Connection) pooled);
    }
  }

  /** A pool that lends closed connections, and has been asked about one connection. */
  private static final class LendingPool extends WeakPool {

    final CompletableFuture<Boolean> isToGo = new CompletableFuture<>();
    private final Connection held;

    LendingPool(Object instance, Connection held) {
      super(instance);
      this.held = held;
    }

    @Override
    public boolean lendsClosed() {
      return true;
    }

    @Override
    protected void evictFrom(Object instance, Predicate<Connection> retired, boolean first) {
      isToGo.complete(retired.test(held));
    }
  }

  /** The pool may be another database's, whose driver is none of ours. */
  @Test
  void oneThatIsClosedOrCannotBeAskedIsSpentButNoneWhoseDriverIsAtFault() throws Exception {
    assertThat(isSpent(connection(() -> true))).isTrue();
    assertThat(isSpent(connection(SpentConnectionsTest::unusable))).isTrue();
    assertThat(isSpent(connection(() -> false))).isFalse();
    assertThat(isSpent(connection(SpentConnectionsTest::faulty))).isFalse();
  }

  /** Its driver calls it closed while it replaces a lost session (mssql-jdbc). */
  @Test
  void oneThatIsLoggedInAgainIsNotSpentMeanwhile() throws Exception {
    AtomicBoolean lost = new AtomicBoolean();
    Connection connection = connection(lost::get);
    enter(connection);
    ledger.loggingInAgain(connection);
    lost.set(true);
    assertThat(isSpent(connection)).isFalse();
    assertThat(evicts(connection)).isFalse();
    clock.advance(Duration.ofMinutes(2));
    assertThat(isSpent(connection)).isTrue();
    assertThat(evicts(connection)).isTrue();
  }

  @Test
  void aPoolThatLendsWhatIsClosedKeepsOneWhoseDriverIsAtFault() throws Exception {
    assertThat(evicts(connection(SpentConnectionsTest::faulty))).isFalse();
    assertThat(evicts(connection(SpentConnectionsTest::unusable))).isTrue();
  }

  private boolean isSpent(Connection connection) throws ReflectiveOperationException {
    return injection.shouldDiscard(POOL, connection);
  }

  /** Another connection is closed, so that the pools are asked. */
  private boolean evicts(Connection held) throws Exception {
    Object instance = new Object();
    LendingPool pool = new LendingPool(instance, held);
    ledger.poolStarted(instance, pool);
    closed.add(connection(() -> true));
    enter(closed.get(closed.size() - 1));
    boolean isToGo = pool.isToGo.get(60, TimeUnit.SECONDS);
    ledger.poolStopped(instance);
    return isToGo;
  }

  private void enter(Connection connection) throws Exception {
    requireNonNull(ledger.pending(OneLease.generation("orders", "role", Duration.ofMinutes(10))))
        .opened(connection, Target.of("db", 5432, "orders"), null);
  }

  private static boolean unusable() throws SQLException {
    throw new SQLException("the connection is broken");
  }

  private static boolean faulty() {
    throw new IllegalStateException("no tenant on this thread");
  }

  /** A driver's answer to the question whether its connection is closed. */
  @FunctionalInterface
  private interface Answer {
    boolean isClosed() throws SQLException;
  }

  private static Connection connection(Answer answer) {
    return (Connection)
        Proxy.newProxyInstance(
            SpentConnectionsTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isClosed" -> answer.isClosed();
                  case "isWrapperFor" -> false;
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  default -> throw new AssertionError(method);
                });
  }
}
