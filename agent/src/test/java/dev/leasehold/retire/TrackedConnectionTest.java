// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.observe.OneLease;
import dev.leasehold.target.Target;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrackedConnectionTest {

  private static final ConnectionKind CLOSED =
      new ConnectionKind() {
        @Override
        public boolean isClosed(Object connection) {
          return true;
        }

        @Override
        public void abort(Object connection, Executor executor) {
          throw new AssertionError("it is closed");
        }
      };

  private static final HandOver UNUSED =
      (HandOver)
          Proxy.newProxyInstance(
              HandOver.class.getClassLoader(),
              new Class<?>[] {HandOver.class},
              (proxy, method, arguments) -> {
                throw new AssertionError(method);
              });

  private final Object connection = new Object();
  private final Map<Object, TrackedConnection> entries = new HashMap<>();

  /** A wrapping driver returns the connection that the inner driver has entered already. */
  @Test
  void aConnectionHasOneEntry() throws Exception {
    TrackedConnection first = entry(connection);
    entries.put(first, first);
    TrackedConnection second = entry(connection);
    assertThat(entries.putIfAbsent(second, second)).isSameAs(first);
    assertThat(entries.get(IdentityReference.keyOf(connection))).isSameAs(first);
    assertThat(entry(new Object())).isNotEqualTo(first);
  }

  /** It is found by itself then, to be forgotten, and is nobody else's. */
  @Test
  void oneOfACollectedConnectionIsOnlyItself() throws Exception {
    TrackedConnection collected = entry(connection);
    TrackedConnection other = entry(connection);
    entries.put(collected, collected);
    collected.clear();
    other.clear();
    assertThat(other).isNotEqualTo(collected).hasSameHashCodeAs(collected);
    assertThat(entries.get(IdentityReference.keyOf(connection))).isNull();
    assertThat(entries.remove(other)).isNull();
    assertThat(entries.remove(collected)).isSameAs(collected);
  }

  /** Its pool may be about to lend it for the first time, and be slow about it. */
  @Test
  void theFirstAnswerAboutANewOneThatIsToGoIsThatItIsValid() throws Exception {
    TrackedConnection entry = entry(connection);
    entry.go(new Seconds(0).now());
    assertThat(entry.isInvalid(new Seconds(29))).isFalse();
    assertThat(entry.isInvalid(new Seconds(29))).isTrue();
  }

  @Test
  void oneThatWasAskedBeforeIsInvalidAtOnceWhenItIsToGo() throws Exception {
    TrackedConnection entry = entry(connection);
    assertThat(entry.isInvalid(new Seconds(1))).isFalse();
    entry.go(new Seconds(0).now());
    assertThat(entry.isInvalid(new Seconds(1))).isTrue();
  }

  @Test
  void oneThatIsOldOrHasEndedIsInvalidWhenItIsFirstAsked() throws Exception {
    TrackedConnection old = entry(connection);
    old.go(new Seconds(0).now());
    assertThat(old.isInvalid(new Seconds(30))).isTrue();
    TrackedConnection ended = entry(connection);
    ended.end(ended.group());
    assertThat(ended.isInvalid(new Seconds(0))).isTrue();
  }

  /** mssql-jdbc's connection is closed, by its own word, while it replaces a lost session. */
  @Test
  void oneThatIsLoggedInAgainIsNotTakenForClosedMeanwhile() throws Exception {
    TrackedConnection entry = entry(connection, CLOSED);
    assertThat(entry.isClosed(new Seconds(0).now())).isTrue();
    entry.logInAgain(new Seconds(10).now());
    assertThat(entry.isClosed(new Seconds(99).now())).isFalse();
    assertThat(entry.isClosed(new Seconds(100).now())).isTrue();
  }

  /** The ledger looks at the result of an attempt that failed while another attempt succeeds. */
  @Test
  void oneThatIsMovedMeanwhileIsNotToGoForItsOldSession() throws Exception {
    TrackedConnection entry = entry(connection);
    HandOverTry attempts = new HandOverTry(new Seconds(0).now(), Duration.ofSeconds(60));
    entry.tryHandOver(attempts);
    assertThat(entry.moveTo(entry(new Object()).group(), new Seconds(1).now())).isNotNull();
    entry.goUnlessMoved(attempts, new Seconds(2).now());
    assertThat(entry.isGoing()).isFalse();
    entry.tryHandOver(attempts);
    entry.goUnlessMoved(attempts, new Seconds(2).now());
    assertThat(entry.isGoing()).isTrue();
  }

  /** The question that a move asks finds out whether its session lives. */
  @Test
  void oneThatIsOnlyTakenForEndedIsMovedAndIsAsBefore() throws Exception {
    TrackedConnection unmovable = taken(entry(connection));
    assertThat(unmovable.mayGo(new Seconds(60).now())).isFalse();
    TrackedConnection movable = taken(entry(connection).movedBy(UNUSED));
    assertThat(movable.isGoing()).as("a pool that holds it lets it go").isTrue();
    assertThat(movable.mayGo(new Seconds(60).now())).isTrue();
    GenerationConnections before = movable.group();
    assertThat(movable.moveTo(entry(new Object()).group(), new Seconds(60).now())).isNotNull();
    assertThat(movable.isGoing()).isFalse();
    assertThat(movable.isSessionEnded()).isFalse();
    assertThat(movable.takeSessionForEnded(before)).as("news of its old session").isFalse();
    assertThat(movable.isSessionEnded()).isFalse();
  }

  @Test
  void oneThatWasAbortedIsNotMoved() throws Exception {
    TrackedConnection aborted = taken(entry(connection).movedBy(UNUSED));
    aborted.end(aborted.group());
    assertThat(aborted.mayGo(new Seconds(60).now())).isFalse();
  }

  private static TrackedConnection taken(TrackedConnection entry) {
    assertThat(entry.takeSessionForEnded(entry.group())).isTrue();
    entry.goIfSessionEnded(new Seconds(2).now());
    return entry;
  }

  private static TrackedConnection entry(Object connection) throws Exception {
    return entry(connection, JdbcConnections.INSTANCE);
  }

  private static TrackedConnection entry(Object connection, ConnectionKind kind) throws Exception {
    GenerationConnections group =
        new GenerationConnections(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    return new TrackedConnection(
        connection,
        kind,
        group,
        Target.of("db", 5432, "orders"),
        new Seconds(0).now(),
        new ReferenceQueue<>());
  }

  /** A clock that stands at so many seconds. */
  private record Seconds(long seconds) implements LeaseClock {

    @Override
    public long nanos() {
      return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Override
    public long wallMillis() {
      return TimeUnit.SECONDS.toMillis(seconds);
    }
  }
}
