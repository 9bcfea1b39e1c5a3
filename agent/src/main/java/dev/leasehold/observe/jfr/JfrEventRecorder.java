// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jfr;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.observe.EventRecorder;
import dev.leasehold.target.Targets;
import dev.leasehold.vault.LoginListener;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;

/**
 * Makes Flight Recorder events while the JVM's recorder is in use. Before its first use no event
 * class is loaded. No event has a password or a token. A fault in the recorder reaches neither the
 * application nor the rotation.
 */
public final class JfrEventRecorder implements EventRecorder {

  /** The value with which JFR shows a time that is not known. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final BooleanSupplier isInUse;
  private final Consumer<? super Throwable> faults;

  /**
   * Makes a recorder that records nothing before JFR is in use.
   *
   * @param faults is told of faults in JFR
   */
  public JfrEventRecorder(Consumer<? super Throwable> faults) {
    this(FlightRecorder::isInitialized, faults);
  }

  JfrEventRecorder(BooleanSupplier isInUse, Consumer<? super Throwable> faults) {
    this.isInUse = isInUse;
    this.faults = faults;
  }

  /** Makes an event, and catches all that it throws: an event class may not even link. */
  void record(Runnable event) {
    try {
      if (isInUse.getAsBoolean()) {
        event.run();
      }
    } catch (Throwable fault) {
      faults.accept(fault);
    }
  }

  /** Returns the kind of a failure: one word, and nothing of its message. */
  static String kind(Exception cause) {
    return cause instanceof LeaseException
        ? ((LeaseException) cause).kind().name().toLowerCase(Locale.ROOT)
        : "fault";
  }

  @Override
  public LoginListener logins(LoginListener next) {
    return new JfrLogins(this, next);
  }

  @Override
  public void fetched(String binding, Lease lease, Duration took) {
    record(
        () -> {
          FetchEvent event = new FetchEvent();
          event.binding = binding;
          event.result = "success";
          event.took = took.toNanos();
          event.life = lease.duration().toNanos();
          event.commit();
        });
  }

  @Override
  public void failed(String binding, String operation, Exception cause, Duration retryIn) {
    if (operation.equals("fetch")) {
      record(
          () -> {
            FetchEvent event = new FetchEvent();
            event.binding = binding;
            event.result = "failure";
            event.reason = kind(cause);
            event.took = UNKNOWN;
            event.life = UNKNOWN;
            event.commit();
          });
    }
  }

  @Override
  public void published(Generation generation, String reason) {
    record(
        () -> {
          PublishEvent event = new PublishEvent();
          event.binding = generation.binding();
          event.generation = generation.number();
          event.reason = reason;
          event.life = generation.lease().duration().toNanos();
          event.commit();
        });
  }

  @Override
  public void drained(Generation generation, Duration after) {
    record(
        () -> {
          DrainEvent event = new DrainEvent();
          event.binding = generation.binding();
          event.generation = generation.number();
          event.after = after.toNanos();
          event.commit();
        });
  }

  @Override
  public void aborted(Generation generation, int connections) {
    record(
        () -> {
          AbortEvent event = new AbortEvent();
          event.binding = generation.binding();
          event.generation = generation.number();
          event.connections = connections;
          event.commit();
        });
  }

  @Override
  public void refused(String binding, Targets targets, String why) {
    record(
        () -> {
          RefusalEvent event = new RefusalEvent();
          event.binding = binding;
          event.target = targets.whole().toString();
          event.reason = why;
          event.commit();
        });
  }
}
