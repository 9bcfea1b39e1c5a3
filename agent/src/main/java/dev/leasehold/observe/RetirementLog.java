package dev.leasehold.observe;

import dev.leasehold.lease.Generation;
import dev.leasehold.retire.RetirementListener;

/** Writes to the log how the connections of a retired generation go. */
public final class RetirementLog implements RetirementListener {

  private final Log log;
  private final Warnings warnings;

  /** Makes a listener that writes to {@code log}. */
  public RetirementLog(Log log) {
    this.log = log;
    this.warnings = new Warnings(log);
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
    warnings.write(message, message);
  }
}
