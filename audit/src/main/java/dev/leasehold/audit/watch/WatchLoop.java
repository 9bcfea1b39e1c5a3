// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.StoredTables;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads the new entries of logs, joins them with the retained entries, and writes out the findings;
 * and again. One thread does it all. It needs no end: after a kill it is started again.
 */
public final class WatchLoop {

  private static final long LOOK_MILLIS = 1000;

  /** A join takes a quarter of one processor at most. */
  private static final int REST = 3;

  /** Pairs of lines that say nothing more are kept for so long, as their copies may come. */
  private static final Duration PAIRED = Duration.ofMinutes(2);

  private static final long FORGET_MILLIS = 60_000;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final StoredTables stored;
  private final WatchTerms terms;
  private final WatchInputs inputs;
  private final FindingStore findings;
  private final FindingOutput output;
  private final WatchMetrics metrics;
  private final InstantSource clock;
  private final Consumer<String> messages;
  private final CountDownLatch end = new CountDownLatch(1);
  private long forgotAt = NEVER;
  private Set<String> complaints = Set.of();

  WatchLoop(
      StoredTables stored,
      WatchTerms terms,
      WatchInputs inputs,
      FindingOutput output,
      WatchMetrics metrics,
      Consumer<String> messages) {
    this.stored = stored;
    this.terms = terms;
    this.inputs = inputs;
    this.findings = output.findings();
    this.output = output;
    this.metrics = metrics;
    this.clock = inputs.clock();
    this.messages = messages;
  }

  /** Works until it is asked to end, or standard input ends. */
  public void run() throws IOException, SQLException, InterruptedException {
    writeOut();
    long next = System.nanoTime();
    boolean isOver = false;
    while (!isOver) {
      boolean hasMore = inputs.pass();
      isOver = inputs.areOver() && !hasMore;
      if (!hasMore && (isOver || System.nanoTime() - next >= 0)) {
        long began = System.nanoTime();
        inputs.askForAccounts();
        long took = System.nanoTime() - began + round();
        next = System.nanoTime() + Math.max(terms.every().toNanos(), REST * took);
      }
      isOver |= end.await(hasMore ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Asks for the end. */
  public void end() {
    end.countDown();
  }

  /** Joins and writes out. Returns how long the join took, in nanoseconds. */
  private long round() throws SQLException {
    long began = System.nanoTime();
    long now = clock.millis();
    stored.set("now", now);
    stored.set("retention", terms.retention().toMillis());
    stored.run("watch/problems");
    forget(now);
    stored.beginRound(terms.terms());
    findings.merge(now);
    stored.endRound();
    long took = System.nanoTime() - began;
    writeOut();
    metrics.round(Duration.ofNanos(took));
    return took;
  }

  /**
   * Rows are old by the clocks of the logs: these may be of last year. A client that forges lines
   * in text chooses their times, and is not to fill the state for ever.
   */
  private void forget(long now) throws SQLException {
    if (now - forgotAt < FORGET_MILLIS) {
      return;
    }
    forgotAt = now;
    long entry = stored.number("SELECT max(happened_at) FROM source_vault_response", now);
    long newest = Math.min(now, entry);
    stored.set("cut", newest - terms.retention().toMillis());
    stored.set("settled", newest - PAIRED.toMillis());
    stored.set("ahead", Math.max(now, entry) + terms.retention().toMillis());
    stored.run("watch/forget");
    inputs.forget(terms.retention());
  }

  private void writeOut() throws SQLException {
    List<WatchProblem> problems = new ArrayList<>(inputs.problems());
    problems.addAll(output.write(clock.millis()));
    Set<String> reasons = new LinkedHashSet<>();
    for (WatchProblem each : problems) {
      reasons.add(each.reason());
      if (!complaints.contains(each.reason())) {
        messages.accept(each.message());
      }
    }
    complaints = reasons;
    metrics.complain(List.copyOf(reasons));
    metrics.written(findings.written());
  }
}
