// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.Generation;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells several listeners, in order. */
public final class CompositeRetirementListener implements RetirementListener {

  private final List<RetirementListener> listeners;

  /** Makes a listener of several. */
  public CompositeRetirementListener(List<RetirementListener> listeners) {
    this.listeners = Collections.unmodifiableList(listeners);
  }

  @Override
  public void opened(Generation generation) {
    for (RetirementListener listener : listeners) { // On the way of a connect.
      listener.opened(generation);
    }
  }

  @Override
  public void closed(Generation generation, Duration afterItsTurn) {
    listeners.forEach(listener -> listener.closed(generation, afterItsTurn));
  }

  @Override
  public void retiring(Generation generation, int connections) {
    listeners.forEach(listener -> listener.retiring(generation, connections));
  }

  @Override
  public void aborted(Generation generation, int connections) {
    listeners.forEach(listener -> listener.aborted(generation, connections));
  }

  @Override
  public void kept(Generation generation, ConnectionHolder holder, int connections, Duration left) {
    listeners.forEach(listener -> listener.kept(generation, holder, connections, left));
  }

  @Override
  public void handedOver(Generation generation) {
    listeners.forEach(listener -> listener.handedOver(generation));
  }

  @Override
  public void pinned(
      Generation generation,
      @Nullable ConnectionHolder holder,
      int open,
      HandOverResult why,
      Duration left) {
    listeners.forEach(listener -> listener.pinned(generation, holder, open, why, left));
  }

  @Override
  public void sessionsEnded(Generation generation, int connections) {
    listeners.forEach(listener -> listener.sessionsEnded(generation, connections));
  }

  @Override
  public void evictionFailed(String pool, Throwable cause) {
    listeners.forEach(listener -> listener.evictionFailed(pool, cause));
  }
}
