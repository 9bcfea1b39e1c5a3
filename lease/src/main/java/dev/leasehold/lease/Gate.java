package dev.leasehold.lease;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where connection attempts get the current generation: at once when there is one, after a bounded
 * wait while one is on its way, not at all when none can be had. Safe for many threads.
 */
final class Gate {

  private final String binding;
  private final Duration patience;
  private final LeaseClock clock;
  private volatile @Nullable Generation open;
  private @Nullable String refusal;
  private @Nullable Moment refusedSince;
  private @Nullable String trouble;

  Gate(String binding, Duration patience, LeaseClock clock) {
    this.binding = binding;
    this.patience = patience;
    this.clock = clock;
  }

  /** Hands this generation out from now on. */
  synchronized void open(Generation generation) {
    open = generation;
    trouble = null;
    refusal = null;
    refusedSince = null;
    notifyAll();
  }

  /** Lets attempts wait for the next generation. */
  synchronized void suspend() {
    open = null;
  }

  /** Refuses attempts from now on. Returns false if it did so already. */
  synchronized boolean refuse(String cause) {
    boolean first = refusal == null;
    open = null;
    refusal = cause;
    if (refusedSince == null) {
      refusedSince = clock.now();
    }
    notifyAll();
    return first;
  }

  /** Notes what goes wrong, so that attempts that are refused or wait in vain can say so. */
  synchronized void trouble(String cause) {
    trouble = cause;
  }

  /**
   * Returns the current generation if its number is above {@code after}, waiting for it if one is
   * on its way.
   */
  Generation pass(long after) throws NoCredentialException, InterruptedException {
    Generation generation = ready(after);
    return generation == null ? await(after) : generation;
  }

  /** Returns what {@link #pass} does if that needs no wait; else null. */
  @Nullable Generation ready(long after) {
    Generation generation = open;
    boolean passes =
        generation != null && generation.number() > after && generation.isUsable(clock.now());
    return passes ? generation : null;
  }

  private synchronized Generation await(long after)
      throws NoCredentialException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Generation generation = open;
      if (generation != null && generation.number() > after) {
        if (generation.isUsable(clock.now())) {
          return generation;
        }
        String ended = "the lease of generation " + generation.number() + " has ended";
        throw new NoCredentialException(refused(ended)); // The rotation sees it within a second.
      }
      if (refusal != null) {
        throw new NoCredentialException(refused(refusal));
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new NoCredentialException(inVain(after));
      }
      wait(left);
    }
  }

  private String refused(String cause) {
    Moment since = refusedSince;
    long seconds = since == null ? 0 : clock.now().since(since).getSeconds();
    String known = trouble == null || cause.contains(trouble) ? cause : cause + "; " + trouble;
    return "binding " + binding + " has no valid lease for " + seconds + " s: " + known + ending();
  }

  private String inVain(long after) {
    return "binding "
        + binding
        + (after == 0 ? " got no credential within " : " got no replacement within ")
        + patience.toMillis()
        + " ms (leasehold.first-credential-timeout): "
        + (trouble == null ? "its source has not answered yet" : trouble)
        + ending();
  }

  private static String ending() {
    return ". The connection is refused and the configured password is not tried; Leasehold keeps"
        + " trying and recovers by itself once the cause is gone.";
  }
}
