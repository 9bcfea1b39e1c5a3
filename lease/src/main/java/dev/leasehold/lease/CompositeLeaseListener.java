// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls several listeners in order. A listener that fails does not keep the others from it. */
public final class CompositeLeaseListener implements LeaseListener {

  private final List<LeaseListener> listeners;
  private final Consumer<Throwable> faults;

  /** Makes a listener of several; {@code faults} takes the exceptions that they throw. */
  public CompositeLeaseListener(Consumer<Throwable> faults, LeaseListener... listeners) {
    this.faults = faults;
    this.listeners = Arrays.asList(listeners);
  }

  @Override
  public void fetched(String binding, Lease lease, Duration took) {
    each(listener -> listener.fetched(binding, lease, took));
  }

  @Override
  public void published(Generation generation, String reason) {
    each(listener -> listener.published(generation, reason));
  }

  @Override
  public void renewed(Generation generation) {
    each(listener -> listener.renewed(generation));
  }

  @Override
  public void retired(Generation generation) {
    each(listener -> listener.retired(generation));
  }

  @Override
  public void drained(Generation generation, Duration after) {
    each(listener -> listener.drained(generation, after));
  }

  @Override
  public void owed(String binding, Lease lease) {
    each(listener -> listener.owed(binding, lease));
  }

  @Override
  public void revoked(String binding, Lease lease) {
    each(listener -> listener.revoked(binding, lease));
  }

  @Override
  public void revokeFailed(String binding, Lease lease, Exception cause, Duration retryIn) {
    each(listener -> listener.revokeFailed(binding, lease, cause, retryIn));
  }

  @Override
  public void lapsed(String binding, Lease lease) {
    each(listener -> listener.lapsed(binding, lease));
  }

  @Override
  public void failed(String binding, String operation, Exception cause, Duration retryIn) {
    each(listener -> listener.failed(binding, operation, cause, retryIn));
  }

  @Override
  public void lagging(
      Generation current, Target target, @Nullable Generation instead, String said) {
    each(listener -> listener.lagging(current, target, instead, said));
  }

  @Override
  public void caughtUp(Generation current, Target target) {
    each(listener -> listener.caughtUp(current, target));
  }

  @Override
  public void refusing(Generation current, Target target, String said) {
    each(listener -> listener.refusing(current, target, said));
  }

  @Override
  public void refusing(String binding, String cause) {
    each(listener -> listener.refusing(binding, cause));
  }

  private void each(Consumer<LeaseListener> event) {
    for (LeaseListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable fault) {
        report(fault);
      }
    }
  }

  private void report(Throwable fault) {
    try {
      faults.accept(fault);
    } catch (OutOfMemoryError unreported) {
      // There is no memory for words.
    }
  }
}
