// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.retire.HandOverResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A driver whose first move gives a second move the time to begin beside it. */
final class OneMoveAtOnce implements HandOverDriver {

  /** The ledger looks some times meanwhile. */
  private static final long PATIENCE_MILLIS = 700;

  private final HandOverDriver driver;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Set<Connection> looked = ConcurrentHashMap.newKeySet();
  private final CountDownLatch looks = new CountDownLatch(3);
  private final CountDownLatch second = new CountDownLatch(2);

  OneMoveAtOnce(HandOverDriver driver) {
    this.driver = driver;
  }

  /** Returns once three connections were looked at. */
  void awaitThreeLooks() throws InterruptedException {
    assertThat(looks.await(60, TimeUnit.SECONDS)).as("looks at three connections").isTrue();
  }

  /** Returns how many moves there were at once. */
  int most() {
    return most.get();
  }

  @Override
  public HandOverResult move(Connection live, Connection fresh, String user, Duration quiet) {
    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    second.countDown();
    try {
      second.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return driver.move(live, fresh, user, quiet);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return HandOverResult.BUSY;
    } finally {
      underWay.decrementAndGet();
    }
  }

  @Override
  public boolean isInUse(Connection live, Duration quiet) {
    return driver.isInUse(live, quiet);
  }

  @Override
  public boolean isUnchanged(Connection live, HandOverResult earlier) {
    return driver.isUnchanged(live, earlier);
  }

  @Override
  public boolean seen(String kind, Object[] arguments) throws SQLException {
    return driver.seen(kind, arguments);
  }

  @Override
  public @Nullable HandOverResult obstacle(Connection live, Duration quiet) {
    if (looked.add(live)) {
      looks.countDown();
    }
    return driver.obstacle(live, quiet);
  }

  @Override
  public @Nullable Runnable failNext(
      Connection live, Supplier<SQLException> failure, Runnable failed) {
    return driver.failNext(live, failure, failed);
  }

  @Override
  public void endSession(Connection closed) {
    driver.endSession(closed);
  }
}
