// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.CredentialRotator;
import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.sidecar.format.UnfitCredentialException;
import dev.leasehold.sidecar.volume.VolumeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each new credential of a binding to its program: writes the file, sends the notice, and
 * says that the generation before has drained when its drain time is over. Takes the credential
 * away when its lease ends without a successor.
 *
 * <p>All of it happens on one thread of its own, in the order of the events. A generation stays
 * open while it is in the file, and where the program has not acknowledged the change until its
 * lease ends.
 */
public final class CredentialDelivery implements LeaseListener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration REMIND = Duration.ofSeconds(10);
  private static final Duration END = Duration.ofMillis(500);

  private final String binding;
  private final CredentialFile file;
  private final ChangeNotice notice;
  private final Duration drainAfter;
  private final LeaseListener log;
  private final LeaseClock clock;
  private final ScheduledExecutorService worker;
  private final CountDownLatch first = new CountDownLatch(1);
  private final AtomicReference<@Nullable CredentialRotator> rotator = new AtomicReference<>();
  private volatile @Nullable Exception fault;

  /** Written by the worker alone. */
  private volatile @Nullable Generation inFile;

  // All below are for the worker alone.
  private final List<Draining> draining = new ArrayList<>();
  private final List<Runnable> awaiting = new ArrayList<>();
  private @Nullable Generation wanted;
  private boolean acknowledged;
  private boolean looking;

  /**
   * Makes the delivery of a binding.
   *
   * @param drainAfter how long a replaced generation is kept after an acknowledged change
   * @param log told of everything as well
   */
  public CredentialDelivery(
      String binding,
      CredentialFile file,
      ChangeNotice notice,
      Duration drainAfter,
      LeaseListener log,
      LeaseClock clock) {
    this.binding = binding;
    this.file = file;
    this.notice = notice;
    this.drainAfter = drainAfter;
    this.log = log;
    this.clock = clock;
    this.worker =
        Executors.newSingleThreadScheduledExecutor(
            task -> DaemonThreads.daemon(task, "leasehold-" + binding + "-file"));
  }

  /** Says whose generations these are; to be called before the rotator starts. */
  public void follow(CredentialRotator source) {
    rotator.set(source);
  }

  /** Waits until a credential is in the file, for so long; returns whether one is. */
  public boolean awaitFirst(Duration bound) throws InterruptedException {
    return first.await(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns why the last credential is not in the file; null when it is. */
  public @Nullable Exception fault() {
    return fault;
  }

  /** Returns whether the file has a credential whose lease lives. */
  public boolean isReady() {
    Generation generation = inFile;
    return generation != null && generation.isUsable(clock.now());
  }

  /**
   * Runs a task on this delivery's thread once the program has acknowledged a credential; soon,
   * where it has.
   */
  public void onceAcknowledged(Runnable task) {
    run(
        () -> {
          awaiting.add(task);
          acknowledge();
        });
  }

  private void acknowledge() {
    if (acknowledged) {
      awaiting.forEach(Runnable::run);
      awaiting.clear();
    }
  }

  @Override
  public void published(Generation generation, String reason) {
    log.published(generation, reason);
    run(
        () -> {
          wanted = generation;
          deliver(generation);
        });
  }

  @Override
  public void retired(Generation generation) {
    log.retired(generation);
    run(() -> retire(generation));
  }

  @Override
  public void refusing(String refused, String cause) {
    log.refusing(refused, cause);
    run(
        () -> {
          wanted = null;
          withdraw(cause);
        });
  }

  /** The file may say until when the credential lives; no program has to hear of that. */
  @Override
  public void renewed(Generation generation) {
    log.renewed(generation);
    run(() -> rewrite(generation));
  }

  private void rewrite(Generation generation) {
    if (generation.equals(inFile) && generation.equals(wanted)) {
      try {
        boolean ignored = file.write(generation);
        passed();
      } catch (VolumeException | UnfitCredentialException e) {
        failed(e, "tries again with the next renewal");
      }
    }
  }

  @Override
  public void drained(Generation generation, Duration after) {
    log.drained(generation, after);
  }

  @Override
  public void revoked(String of, Lease lease) {
    log.revoked(of, lease);
  }

  @Override
  public void failed(String of, String operation, Exception cause, Duration retryIn) {
    log.failed(of, operation, cause, retryIn);
  }

  private void run(Runnable task) {
    try {
      worker.execute(guarded(task));
    } catch (RejectedExecutionException closed) {
      LOG.debug("{}: the sidecar ends", binding);
    }
  }

  private void runIn(Duration delay, Runnable task) {
    Future<?> ignored = worker.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException internal) {
        LOG.error("{}: a fault inside Leasehold", binding, internal);
      }
    };
  }

  private void deliver(Generation generation) {
    if (!generation.equals(wanted)) {
      return; // Another one has come, or none is valid.
    }
    try {
      boolean first = inFile == null; // What is there already, a killed sidecar may not have told.
      boolean changed = file.write(generation);
      inFile = generation;
      passed();
      if (changed || first) {
        LOG.info("{}: {} has the credential of generation {}", binding, file, generation.number());
        tell(generation);
      } else {
        acknowledged = true;
      }
      drain();
    } catch (VolumeException e) {
      failed(e, "tries again each second");
      withdrawIfEnded();
      runIn(RETRY, () -> deliver(generation));
    } catch (UnfitCredentialException e) {
      failed(e, "waits for the next credential");
      awaitEnd(generation);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells the program, and again while it has not acknowledged that. */
  private void tell(Generation generation) throws InterruptedException {
    acknowledged = notice.send();
    if (!acknowledged) {
      runIn(REMIND, () -> remind(generation));
    }
  }

  private void remind(Generation generation) {
    if (generation.equals(inFile) && !acknowledged) {
      try {
        tell(generation);
        drain();
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void passed() {
    fault = null;
    first.countDown();
  }

  private void failed(Exception cause, String next) {
    Exception before = fault;
    if (before == null || !String.valueOf(before.getMessage()).equals(cause.getMessage())) {
      LOG.error(
          "{}: {} stays as it was, and Leasehold {}: {}", binding, file, next, cause.getMessage());
    }
    fault = cause;
  }

  /** What cannot be written cannot be emptied, either, but may be removed. */
  private void withdrawIfEnded() {
    Generation old = inFile;
    if (old != null && !old.isUsable(clock.now())) {
      withdraw("its lease has ended, and the next credential cannot be written");
    }
  }

  /** Looks each second whether the lease of what is in the file has ended, while it stays there. */
  private void awaitEnd(Generation unfit) {
    if (unfit.equals(wanted)) {
      withdrawIfEnded();
      if (inFile != null) {
        runIn(RETRY, () -> awaitEnd(unfit));
      }
    }
  }

  private void withdraw(String cause) {
    inFile = null;
    takeAway(cause, true);
    drain();
  }

  private void takeAway(String cause, boolean first) {
    try {
      file.withdraw();
      LOG.error("{}: {} has no credential any more: {}", binding, file, cause);
    } catch (VolumeException e) {
      if (first) {
        LOG.error(
            "{}: {} has a credential that has ended, and Leasehold tries each second to take it"
                + " away: {}",
            binding,
            file,
            e.getMessage());
      }
      runIn(RETRY, () -> takeAwayAgain(cause));
    }
  }

  private void takeAwayAgain(String cause) {
    if (inFile == null) {
      takeAway(cause, false);
    }
  }

  private void retire(Generation generation) {
    draining.add(new Draining(generation));
    drain();
  }

  /**
   * Lets the time begin of those that are in the file no more, and looks after them from now on.
   */
  private void drain() {
    acknowledge();
    ClockReading now = clock.now();
    for (Draining replaced : draining) {
      if (replaced.since == null && !replaced.generation.equals(inFile)) {
        replaced.since = now;
      }
      replaced.free |= acknowledged && replaced.since != null;
    }
    if (!looking && !draining.isEmpty()) {
      look();
    }
  }

  private void look() {
    for (Iterator<Draining> each = draining.iterator(); each.hasNext(); ) {
      Draining replaced = each.next();
      if (replaced.isOver(clock.now(), drainAfter)) {
        each.remove();
        CredentialRotator source = rotator.get();
        if (source != null) {
          source.drained(replaced.generation);
        }
      }
    }
    looking = !draining.isEmpty();
    if (looking) {
      runIn(LOOK, this::look);
    }
  }

  /** Takes the credential out of the file and ends the thread; the leases are the rotator's. */
  @Override
  public void close() {
    List<Runnable> ignored = worker.shutdownNow();
    try {
      boolean ended = worker.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        LOG.debug("{}: the file's thread is still at work", binding);
      }
      file.withdraw();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (VolumeException e) {
      LOG.error("{}: {} is left: {}", binding, file, e.getMessage());
    }
  }

  /** A generation that was replaced. */
  private static final class Draining {

    private final Generation generation;

    /** When it left the file; null while it is in it. */
    private @Nullable ClockReading since;

    /** Whether the program uses a later one, for all that is known. */
    private boolean free;

    Draining(Generation generation) {
      this.generation = generation;
    }

    boolean isOver(ClockReading now, Duration drainAfter) {
      ClockReading out = since;
      boolean drained = out != null && free && now.since(out).compareTo(drainAfter) >= 0;
      return drained || !generation.isUsable(now);
    }
  }
}
