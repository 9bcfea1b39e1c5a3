package dev.leasehold.observe;

import dev.leasehold.lease.Generation;
import dev.leasehold.retire.RetirementListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Writes to the log how the connections of a retired generation go. */
public final class RetirementLog implements RetirementListener {

  private final Log log;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Makes a listener that writes to {@code log}. */
  public RetirementLog(Log log) {
    this.log = log;
  }

  @Override
  public void retiring(Generation generation, int connections) {
    log.info(generation + ": retired, connections to go: " + connections);
  }

  @Override
  public void aborted(Generation generation, int connections) {
    log.warn(generation + ": lease at its end, connections aborted: " + connections);
  }

  @Override
  public void evictionFailed(String pool, Throwable cause) {
    String message =
        "the pool "
            + pool
            + " could not be told to evict: "
            + cause
            + ". Its new connections get the current credential; a retired one goes when the pool"
            + " validates it, or is aborted at the end of its lease";
    log.write(told.add(message) ? Log.Level.WARN : Log.Level.DEBUG, message);
  }
}
