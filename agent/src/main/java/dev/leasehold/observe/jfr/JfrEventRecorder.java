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
import jdk.jfr.FlightRecorder;

/**
 * Makes an event of what happens while the JVM's Flight Recorder is in use. Before its first use no
 * event class is loaded. No event has a password or a token.
 */
public final class JfrEventRecorder implements EventRecorder {

  /** How JFR shows a time that is not known. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  /** Makes a recorder that records nothing before JFR is in use. */
  public JfrEventRecorder() {}

  static boolean isInUse() {
    return FlightRecorder.isInitialized();
  }

  /** Returns the kind of a failure: one word, and nothing of its message. */
  static String kind(Exception cause) {
    return cause instanceof LeaseException
        ? ((LeaseException) cause).kind().name().toLowerCase(Locale.ROOT)
        : "fault";
  }

  @Override
  public LoginListener logins(LoginListener next) {
    return new JfrLogins(next);
  }

  @Override
  public void fetched(String binding, Lease lease, Duration took) {
    if (isInUse()) {
      FetchEvent event = new FetchEvent();
      event.binding = binding;
      event.result = "success";
      event.took = took.toNanos();
      event.life = lease.duration().toNanos();
      event.commit();
    }
  }

  @Override
  public void failed(String binding, String operation, Exception cause, Duration retryIn) {
    if (operation.equals("fetch") && isInUse()) {
      FetchEvent event = new FetchEvent();
      event.binding = binding;
      event.result = "failure";
      event.reason = kind(cause);
      event.took = UNKNOWN;
      event.life = UNKNOWN;
      event.commit();
    }
  }

  @Override
  public void published(Generation generation, String reason) {
    if (isInUse()) {
      PublishEvent event = new PublishEvent();
      event.binding = generation.binding();
      event.generation = generation.number();
      event.reason = reason;
      event.life = generation.lease().duration().toNanos();
      event.commit();
    }
  }

  @Override
  public void drained(Generation generation, Duration after) {
    if (isInUse()) {
      DrainEvent event = new DrainEvent();
      event.binding = generation.binding();
      event.generation = generation.number();
      event.after = after.toNanos();
      event.commit();
    }
  }

  @Override
  public void aborted(Generation generation, int connections) {
    if (isInUse()) {
      AbortEvent event = new AbortEvent();
      event.binding = generation.binding();
      event.generation = generation.number();
      event.connections = connections;
      event.commit();
    }
  }

  @Override
  public void refused(String binding, Targets targets, String why) {
    if (isInUse()) {
      RefusalEvent event = new RefusalEvent();
      event.binding = binding;
      event.target = targets.whole().toString();
      event.reason = why;
      event.commit();
    }
  }
}
