// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What has gone through one of the driver's query executors; its own key, by identity of that. The
 * executor is that of one connection, whatever session it is on.
 */
final class SessionActivity extends WeakReference<Object> {

  private final int hash;
  private volatile long usedAt = System.nanoTime();
  private volatile @Nullable String pin;

  SessionActivity(Object executor, ReferenceQueue<Object> collected) {
    super(executor, collected);
    this.hash = System.identityHashCode(executor);
  }

  /** The server has answered. */
  void used() {
    usedAt = System.nanoTime();
  }

  /** Returns how long ago the server has last answered, in nanoseconds. */
  long quietNanos() {
    return System.nanoTime() - usedAt;
  }

  /** Says why the connection cannot be moved; the first reason stays. */
  void pin(String reason) {
    if (pin == null) {
      pin = reason;
    }
  }

  /** Returns why the connection cannot be moved; null when nothing is known to be in the way. */
  @Nullable String pin() {
    return pin;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  boolean isOf(Object executor) {
    return get() == executor;
  }

  /** Finds the activity of an executor, without becoming a key itself. */
  static final class ExecutorKey {

    private final Object executor;

    ExecutorKey(Object executor) {
      this.executor = executor;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(executor);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SessionActivity && ((SessionActivity) other).isOf(executor);
    }
  }
}
