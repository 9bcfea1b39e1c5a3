// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a lease's life to the log. The lines at INFO are for an operator of a healthy process.
 * Each failure is written once, however often it is met again before the next success.
 */
public final class LogListener implements LeaseListener {

  private static final int CAUSES = 8;

  private final Log log;
  private final String refusal;

  /**
   * The last failure that was logged of a binding's operation, so that it is not logged at each
   * attempt.
   */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  /** The current generation of each binding. */
  private final Map<String, Generation> current = new ConcurrentHashMap<>();

  /**
   * The longest that a binding's lease was seen to last in all, where one came near its maximum.
   */
  private final Map<String, Duration> maximum = new ConcurrentHashMap<>();

  /**
   * Makes a listener.
   *
   * @param refusal the end of the line for a binding without a valid lease
   */
  public LogListener(Log log, String refusal) {
    this.log = log;
    this.refusal = refusal;
  }

  @Override
  public void published(Generation generation, String reason) {
    String binding = generation.binding();
    Lease lease = generation.lease();
    log.info(
        binding
            + ": generation "
            + generation.number()
            + " is current: role "
            + lease.credential().username()
            + (lease.drainsWithin() == null
                ? ", lease " + HumanDuration.of(lease.duration())
                : ", no end known")
            + (lease.renewable() ? atMost(maximum.get(binding)) : ", not renewable")
            + change(lease.changesAfter())
            + " ("
            + reason
            + ")");
    current.put(binding, generation);
    forget(binding, "fetch", "probe", "renew", "refuse");
  }

  @Override
  public void renewed(Generation generation) {
    Duration longest = generation.maximum();
    if (longest != null) {
      maximum.put(generation.binding(), longest);
    }
    log.debug(
        generation + ": lease renewed for " + HumanDuration.of(generation.lease().duration()));
    if (forget(generation.binding(), "renew")) {
      log.info(generation + ": lease renewed again");
    }
  }

  @Override
  public void retired(Generation generation) {
    log.debug(generation + ": retired, its connections are to go");
  }

  @Override
  public void drained(Generation generation, Duration after) {
    log.info(
        generation
            + ": last connection closed "
            + HumanDuration.of(after)
            + " after it was retired");
  }

  @Override
  public void revoked(String binding, Lease lease) {
    log.debug(binding + ": lease revoked, role " + lease.credential().username() + " is gone");
    forget(binding, revocation(lease));
  }

  @Override
  public void revokeFailed(String binding, Lease lease, Exception cause, Duration retryIn) {
    String life = "; " + lives(lease) + " unless it is revoked";
    write(binding, "revoke", news(binding, revocation(lease), cause), cause, retryIn, life);
  }

  @Override
  public void lapsed(String binding, Lease lease) {
    log.info(
        binding
            + ": role "
            + lease.credential().username()
            + " was not revoked, and its lease has ended by itself");
    forget(binding, revocation(lease));
  }

  /** Each lease that is not revoked is told of: its role lives on. */
  private static String revocation(Lease lease) {
    return "revoke " + lease.credential().username();
  }

  @Override
  public void failed(String binding, String operation, Exception cause, Duration retryIn) {
    String life = operation.equals("renew") ? unlessRenewed(current.get(binding)) : "";
    write(binding, operation, news(binding, operation, cause), cause, retryIn, life);
  }

  private boolean news(String binding, String operation, Exception cause) {
    String message = String.valueOf(cause.getMessage());
    return !message.equals(told.put(key(binding, operation), message));
  }

  private void write(
      String binding,
      String operation,
      boolean news,
      Exception cause,
      Duration retryIn,
      String life) {
    log.write(
        news ? Log.Level.WARN : Log.Level.DEBUG,
        binding
            + ": "
            + operation
            + " failed, next try in "
            + HumanDuration.of(retryIn)
            + life
            + ": "
            + cause.getMessage()
            + LeaseException.correlation(cause)
            + forbidden(cause));
  }

  private static String unlessRenewed(@Nullable Generation generation) {
    return generation == null || generation.lease().drainsWithin() != null
        ? ""
        : "; " + lives(generation.lease()) + " unless it is renewed";
  }

  private static String lives(Lease lease) {
    return "role " + lease.credential().username() + " lives until " + HumanDuration.endOf(lease);
  }

  /**
   * Something keeps the agent from Vault. Names the roles that live on, where it is the application
   * that forbids the network.
   *
   * @return whether it is
   */
  public boolean obstructed(Throwable obstacle) {
    String forbidden = forbidden(obstacle);
    for (Generation each : current.values()) {
      if (!forbidden.isEmpty() && each.lease().revocable()) {
        String life = lives(each.lease()) + " unless it is renewed";
        log.warn(each.binding() + ": " + life + forbidden);
      }
    }
    return !forbidden.isEmpty();
  }

  /** The JVM's own checks have no such exception, nor has a network that is down. */
  private static String forbidden(Throwable cause) {
    Throwable at = cause;
    for (int depth = 0; at != null && depth < CAUSES; depth++, at = at.getCause()) {
      if (at instanceof SecurityException) {
        return ". The application forbids the agent to use the network ("
            + at.getClass().getName()
            + "), so leases can be neither renewed nor revoked: SECURITY.md";
      }
    }
    return "";
  }

  @Override
  public void lagging(
      Generation current, Target target, @Nullable Generation instead, String said) {
    String line =
        current
            + ": "
            + target
            + " does not take it yet"
            + (instead == null ? ", and another server does (" : " (")
            + said
            + "); its connections "
            + (instead == null ? "wait" : "get generation " + instead.number())
            + " until it does";
    boolean known = line.equals(told.put(key(current.binding(), late(target)), line));
    log.write(known ? Log.Level.DEBUG : Log.Level.WARN, line);
  }

  private static String late(Target target) {
    return "late " + target;
  }

  @Override
  public void caughtUp(Generation current, Target target) {
    log.info(current + ": " + target + " takes it now");
    forget(current.binding(), "refuse", late(target));
  }

  @Override
  public void refusing(Generation current, Target target, String said) {
    forget(current.binding(), late(target));
    log.error(
        current
            + ": "
            + refusal
            + " to "
            + target
            + " alone, which takes no credential of this binding, while another server does: "
            + said
            + ". If it is no server of this binding's, set leasehold.url to the JDBC URL that is");
  }

  @Override
  public void refusing(String binding, String cause) {
    if (!cause.equals(told.put(key(binding, "refuse"), cause))) {
      log.error(binding + ": " + refusal + ": " + cause);
    }
  }

  private static String atMost(@Nullable Duration maximum) {
    return maximum == null ? "" : " of " + HumanDuration.of(maximum) + " at most";
  }

  private static String change(@Nullable Duration after) {
    return after == null ? "" : ", its password changes in " + HumanDuration.of(after);
  }

  private boolean forget(String binding, String... operations) {
    boolean any = false;
    for (String operation : operations) {
      any |= told.remove(key(binding, operation)) != null;
    }
    return any;
  }

  private static String key(String binding, String operation) {
    return operation + " " + binding;
  }
}
