// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.lease.Generation;
import dev.leasehold.retire.ConnectionHolder;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.RetirementListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Logs the retirement of a generation's connections. */
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
  public void kept(Generation generation, ConnectionHolder holder, int connections, Duration left) {
    String message =
        generation
            + ": retired, and "
            + connections
            + " of its connections are still open, which were opened by "
            + holder
            + ". Leasehold knows no pool of this name, and cannot tell it to let go. Each"
            + " connection that is still open in "
            + HumanDuration.of(left)
            + " is aborted, in use or not. If it is a pool, set the greatest age of its connections"
            + " below "
            + HumanDuration.of(left.dividedBy(2))
            + ", or let it ask isValid before it lends a connection. Any other holder has to close"
            + " its connections by then";
    warnings.write("kept by " + holder, message);
  }

  @Override
  public void pinned(
      Generation generation,
      @Nullable ConnectionHolder holder,
      int open,
      HandOverResult why,
      Duration left) {
    String opener = holder == null ? "an unknown holder" : holder.toString();
    String message =
        generation
            + ": retired, and one of "
            + open
            + " open connections that were opened by "
            + opener
            + " cannot be moved to a new session: "
            + why.reason()
            + ". It is aborted in "
            + HumanDuration.of(left)
            + " unless its holder closes it by then, or the reason goes. So is each other"
            + " connection that cannot be moved; leasehold_connections_pinned_total counts them"
            + " (docs/hand-over.md)";
    warnings.write("pinned by " + opener + ": " + why.reason(), message);
  }

  @Override
  public void sessionsEnded(Generation generation, int connections) {
    log.info(
        generation
            + ": the database has ended a session, so connections of this generation go at once: "
            + connections);
  }

  @Override
  public void evictionFailed(String pool, Throwable cause) {
    String message =
        "the pool "
            + pool
            + " could not be told to evict: "
            + cause
            + ". Its new connections get the current credential; a retired connection goes when the"
            + " pool validates it, or is aborted at the end of its lease";
    warnings.write(message, message);
  }
}
