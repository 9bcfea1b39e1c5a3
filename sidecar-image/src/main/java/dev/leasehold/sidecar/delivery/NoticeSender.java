// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.Generation;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a program of each generation until it has acknowledged a generation. Each notice runs on a
 * thread of its own, one notice at a time, and is interrupted after {@link ChangeNotice#bound}. So
 * the file does not wait for a program.
 *
 * <p>For the delivery's thread alone, which is where results are heard, too.
 */
final class NoticeSender {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  private final String binding;
  private final ChangeNotice notice;
  private final DeliveryThread worker;
  private final Duration pause;
  private final BooleanSupplier isLeaseKept;
  private final Runnable heard;
  private final ThreadFactory threads;

  private @Nullable Generation about;
  private volatile @Nullable Thread sending;
  private boolean acknowledged;
  private String said = "";

  /**
   * Makes a sender.
   *
   * @param pause between a notice that failed and the next
   * @param isLeaseKept whether a lease waits for the acknowledgement
   * @param heard run after each notice that the program acknowledged
   * @param threads makes the thread of each notice
   */
  NoticeSender(
      ChangeNotice notice,
      DeliveryThread worker,
      Duration pause,
      BooleanSupplier isLeaseKept,
      Runnable heard,
      ThreadFactory threads) {
    this.binding = worker.binding();
    this.notice = notice;
    this.worker = worker;
    this.pause = pause;
    this.isLeaseKept = isLeaseKept;
    this.heard = heard;
    this.threads = threads;
  }

  /** Returns the factory of the threads of a binding's notices. */
  static ThreadFactory threads(String binding) {
    return task -> DaemonThreads.daemon(task, "leasehold-" + binding + "-notice");
  }

  /** Begins to tell the program, as soon as the notice that may be under way has ended. */
  void tell(Generation generation) {
    about = generation;
    acknowledged = false;
    said = "";
    begin(generation);
  }

  /** Takes note that the program has the generation without being told. */
  void skip(Generation generation) {
    about = generation;
    acknowledged = true;
  }

  /** Ends the notices about a credential that is not in the file any more. */
  void forget() {
    about = null;
  }

  /** Returns whether the program has the generation that it was last to be told of. */
  boolean isAcknowledged() {
    return acknowledged;
  }

  private void begin(Generation generation) {
    if (sending != null || acknowledged || !generation.equals(about)) {
      return;
    }
    Thread thread = threads.newThread(() -> send(generation));
    sending = thread;
    try {
      thread.start();
    } catch (OutOfMemoryError none) { // As the JVM says it where it gets no more threads.
      String why = "There is no thread for the notice (" + none.getMessage() + ")";
      ended(generation, NoticeResult.failed(why));
      return;
    }
    worker.runIn(notice.bound(), () -> interrupt(thread, generation));
  }

  private void send(Generation generation) {
    NoticeResult result = NoticeResult.failed("The notice failed inside Leasehold");
    try {
      result = notice.send(generation.number());
    } catch (InterruptedException late) {
      result =
          NoticeResult.failed(
              "The notice was stopped after "
                  + seconds(notice.bound())
                  + ". Find the lock or the call that the program waits for");
    } catch (RuntimeException internal) {
      LOG.error("{}: a fault inside Leasehold", binding, internal);
    } finally {
      NoticeResult outcome = result;
      worker.run(() -> ended(generation, outcome));
    }
  }

  private void interrupt(Thread thread, Generation generation) {
    if (thread.equals(sending)) {
      LOG.debug(
          "{}: the notice of generation {} takes longer than {}, so Leasehold stops it",
          binding,
          generation.number(),
          seconds(notice.bound()));
      thread.interrupt();
    }
  }

  private void ended(Generation generation, NoticeResult result) {
    sending = null;
    Generation latest = about;
    if (latest == null) {
      return;
    }
    if (!generation.equals(latest)) {
      begin(latest);
    } else if (result.isTold()) {
      acknowledged = true;
      heard.run();
    } else {
      say(generation, result);
      worker.runIn(pause, () -> begin(generation));
    }
  }

  /** Says once for each generation and cause why its program is not told. */
  private void say(Generation generation, NoticeResult result) {
    boolean kept = isLeaseKept.getAsBoolean();
    String cause = kept + result.why().replaceAll("[0-9]+", "");
    String next = "tries again every " + seconds(pause);
    if (cause.equals(said)) {
      LOG.debug("{}: {}", binding, result.why());
    } else if (kept) {
      LOG.warn(
          "{}: the program is not told of generation {}, so the previous lease is kept, at most"
              + " until its own end; Leasehold {}. {}",
          binding,
          generation.number(),
          next,
          result.why());
    } else if (result.kind() == NoticeResult.NoticeKind.UNSEEN) {
      LOG.info(
          "{}: no program is seen that could be told of generation {}; Leasehold {}. {}",
          binding,
          generation.number(),
          next,
          result.why());
    } else {
      LOG.warn(
          "{}: the program is not told of generation {}; Leasehold {}. {}",
          binding,
          generation.number(),
          next,
          result.why());
    }
    said = cause;
  }

  private static String seconds(Duration time) {
    return time.toSeconds() + " s";
  }

  /** Interrupts the notice that may be under way. From any thread. */
  void close() {
    Thread thread = sending;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
