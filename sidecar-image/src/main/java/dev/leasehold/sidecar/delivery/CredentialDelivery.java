// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.sidecar.format.UnfitCredentialException;
import dev.leasehold.sidecar.volume.VolumeException;
import dev.leasehold.termination.TerminationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each new credential of a binding to its program: writes the file and has the notice sent.
 * Says that the generation before has drained when its drain time is over. Takes the credential
 * away when its lease ends without a successor, also a credential that an earlier process has left.
 *
 * <p>All of it happens on one thread of its own, in the order of the events; the notice has another
 * thread. A generation stays open while it is in the file, and where the program has not
 * acknowledged the change until its lease ends.
 */
public final class CredentialDelivery extends ForwardingLeaseListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration REMIND = Duration.ofSeconds(10);
  private static final Duration END = Duration.ofMillis(300);

  private final String binding;
  private final CredentialFile file;
  private final LeaseClock clock;
  private final DeliveryThread worker;
  private final NoticeSender notices;
  private final DrainingGenerations draining;
  private final CountDownLatch first = new CountDownLatch(1);
  private final AtomicReference<@Nullable CredentialRotator> rotator = new AtomicReference<>();
  private final AtomicReference<@Nullable TerminationMessage> termination = new AtomicReference<>();
  private volatile @Nullable Exception fault;

  /** Written by the worker alone. */
  private volatile @Nullable Generation inFile;

  // All below are for the worker alone.
  private final List<Awaiting> awaiting = new ArrayList<>();
  private @Nullable Generation wanted;
  private boolean looking;
  private boolean rewriting;

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
    super(log);
    this.binding = binding;
    this.file = file;
    this.clock = clock;
    this.worker = new DeliveryThread(binding);
    this.draining = new DrainingGenerations(drainAfter);
    ThreadFactory threads = NoticeSender.threads(binding);
    this.notices =
        new NoticeSender(notice, worker, REMIND, this::isLeaseKept, this::drain, threads);
  }

  /**
   * Says where it is said that the file has no credential; to be called before the rotator starts.
   */
  public void tell(TerminationMessage message) {
    termination.set(message);
  }

  /** Says whose generations these are; to be called before the rotator starts. */
  public void follow(CredentialRotator source) {
    rotator.set(source);
    worker.runIn(RETRY, this::tendWhatWasLeft);
  }

  /**
   * Takes away an earlier process's credential when its lease ends. Vault may be away then, so that
   * no other credential comes.
   */
  private void tendWhatWasLeft() {
    Duration left = inFile == null ? file.left() : null;
    if (left == null) {
      return; // There is no credential, or this process has written it.
    }
    if (left.isZero()) {
      takeAway(
          "an earlier run of the sidecar wrote it, its lease has ended or is not known, and "
              + (wanted == null
                  ? "Vault has given no other yet"
                  : "the credential of now cannot be written"),
          true);
    } else {
      worker.runIn(RETRY, this::tendWhatWasLeft);
    }
  }

  private boolean isLeaseKept() {
    return !draining.isEmpty()
        || awaiting.stream().anyMatch(each -> each.isLeaseKept.getAsBoolean());
  }

  /** Waits until a credential is in the file, for so long; returns whether it is there. */
  public boolean awaitFirst(Duration bound) throws InterruptedException {
    return first.await(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns why the last credential is not in the file; null when it is. */
  public @Nullable Exception fault() {
    return fault;
  }

  /** Returns whether the file is there, with a credential whose lease lives. */
  public boolean isReady() {
    Generation generation = inFile;
    return generation != null && generation.isUsable(clock.now()) && file.isThere();
  }

  /**
   * Runs a task on this delivery's thread once the program has acknowledged a credential; soon,
   * where it has.
   *
   * @param isLeaseKept whether a lease is kept until then
   */
  public void onceAcknowledged(BooleanSupplier isLeaseKept, Runnable task) {
    worker.run(
        () -> {
          awaiting.add(new Awaiting(isLeaseKept, task));
          acknowledge();
        });
  }

  /** Says that somebody asks for a new credential, and the reason for a wait. */
  public void sayAsked(String by) {
    worker.run(
        () ->
            LOG.info(
                "{}: {} asks for a new credential{}",
                binding,
                by,
                draining.isEmpty() ? "" : ". It is fetched once the previous lease is revoked"));
  }

  private void acknowledge() {
    if (notices.isAcknowledged()) {
      awaiting.forEach(each -> each.task.run());
      awaiting.clear();
    }
  }

  @Override
  public void published(Generation generation, String reason) {
    super.published(generation, reason);
    worker.run(
        () -> {
          wanted = generation;
          deliver(generation);
        });
  }

  @Override
  public void retired(Generation generation) {
    super.retired(generation);
    worker.run(() -> retire(generation));
  }

  @Override
  public void refusing(String refused, String cause) {
    super.refusing(refused, cause);
    worker.run(
        () -> {
          wanted = null;
          withdraw(cause);
        });
  }

  /** The file may say until when the credential lives; no program has to hear of that. */
  @Override
  public void renewed(Generation generation) {
    super.renewed(generation);
    worker.run(() -> rewrite(generation));
  }

  private void rewrite(Generation generation) {
    if (generation.equals(inFile) && generation.equals(wanted)) {
      try {
        boolean ignored = file.write(generation);
        passed();
      } catch (VolumeException | UnfitCredentialException | RuntimeException | Error e) {
        rewriteSoon(); // First, as the rest may fail like this.
        failed(e);
      }
    }
  }

  private void rewriteSoon() {
    if (!rewriting) {
      rewriting = true;
      worker.runIn(RETRY, this::rewriteWhatIsInFile);
    }
  }

  private void rewriteWhatIsInFile() {
    rewriting = false;
    Generation generation = inFile;
    if (generation != null) {
      rewrite(generation);
    }
  }

  private void deliver(Generation generation) {
    if (!generation.equals(wanted)) {
      return; // Another generation has come, or none is valid.
    }
    // A sidecar that was killed, or whose write failed late, may not have told of the file's
    // content.
    boolean untold = inFile == null || fault != null;
    boolean changed;
    try {
      changed = file.write(generation);
    } catch (VolumeException | UnfitCredentialException | RuntimeException | Error e) {
      worker.runIn(RETRY, () -> deliver(generation)); // First, as the rest may fail like this.
      failed(e);
      withdrawIfEnded();
      return;
    }
    inFile = generation;
    passed();
    if (changed || untold) {
      LOG.info("{}: {} has the credential of generation {}", binding, file, generation.number());
      notices.tell(generation);
    } else {
      notices.skip(generation);
    }
    drain();
  }

  private void passed() {
    fault = null;
    first.countDown();
    TerminationMessage message = termination.get();
    if (message != null) {
      message.delivered(binding);
    }
  }

  private void failed(Throwable cause) {
    boolean known = cause instanceof VolumeException || cause instanceof UnfitCredentialException;
    Exception named =
        known
            ? (Exception) cause
            : new IllegalStateException("there is a fault inside Leasehold, " + cause, cause);
    Exception before = fault;
    if (before == null || !String.valueOf(before.getMessage()).equals(named.getMessage())) {
      LOG.error(
          "{}: {} was not written, and Leasehold tries again each second: {}",
          binding,
          file,
          named.getMessage());
      if (!known) {
        LOG.error("{}: a fault inside Leasehold", binding, cause);
      }
    }
    fault = named;
    sayIfThereIsNone();
  }

  private void sayIfThereIsNone() {
    TerminationMessage message = termination.get();
    Exception cause = fault;
    if (message != null && inFile == null && cause != null) {
      message.undelivered(binding, String.valueOf(cause.getMessage()));
    }
  }

  /** A file that cannot be written cannot be emptied, either, but may be removed. */
  private void withdrawIfEnded() {
    Generation old = inFile;
    if (old != null && !old.isUsable(clock.now())) {
      withdraw("its lease has ended, and the next credential cannot be written");
      sayIfThereIsNone();
    }
  }

  private void withdraw(String cause) {
    inFile = null;
    notices.forget();
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
      worker.runIn(RETRY, () -> takeAwayAgain(cause));
    }
  }

  private void takeAwayAgain(String cause) {
    if (inFile == null) {
      takeAway(cause, false);
    }
  }

  private void retire(Generation generation) {
    draining.add(generation);
    drain();
  }

  /** Begins the drain time of credentials that are in the file no more, and looks for its end. */
  private void drain() {
    acknowledge();
    draining.update(inFile, notices.isAcknowledged(), clock.now());
    if (!looking && !draining.isEmpty()) {
      look();
    }
  }

  private void look() {
    CredentialRotator source = rotator.get();
    for (Generation over : draining.removeOver(clock.now())) {
      if (source != null) {
        source.drained(over);
      }
    }
    looking = !draining.isEmpty();
    if (looking) {
      worker.runIn(LOOK, this::look);
    }
  }

  /** Takes the credential out of the file and ends the threads; the leases are the rotator's. */
  @Override
  public void close() {
    notices.close();
    try {
      worker.close(END);
      file.withdraw();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (VolumeException e) {
      LOG.error("{}: {} is left: {}", binding, file, e.getMessage());
    }
  }

  /** The task that follows once the program has acknowledged a credential. */
  private record Awaiting(BooleanSupplier isLeaseKept, Runnable task) {}
}
