// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs a rotation every few milliseconds and takes all of the heap again and again. Ends with 0 if
 * there were new generations after each time.
 */
final class HungryApplication {

  private static final Duration HUNGRY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST = 1 << 20;
  private static final int SMALLEST = 16;

  private final AtomicInteger leases = new AtomicInteger();
  private volatile @Nullable Generation current;
  private volatile @Nullable Generation retired;

  private HungryApplication() {}

  public static void main(String[] args) {
    new HungryApplication().run(Integer.parseInt(args[0]));
  }

  private void run(int times) {
    RotationPolicy policy =
        new RotationPolicy(
            Duration.ofMillis(100), 0.66, Duration.ofMillis(20), PATIENCE, Jitter.of("test"));
    CredentialRotator rotator =
        new CredentialRotator(
            "orders",
            policy,
            new Source(),
            (Databases) credential -> CredentialProbe.Verdict.UNTRIED,
            new Listener(),
            LeaseClock.system());
    Thread ledger = new Thread(() -> drain(rotator), "ledger");
    ledger.setDaemon(true);
    ledger.start();
    rotator.start();
    awaitNewer(null);
    for (int i = 0; i < times; i++) {
      takeAll();
      awaitNewer(current);
      System.out.println("goes on after time " + (i + 1));
    }
    System.exit(0);
  }

  /** Stands for a ledger without connections; as that does, it asks again until it is heard. */
  private void drain(CredentialRotator rotator) {
    while (true) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      try {
        Generation gone = retired;
        if (gone != null) {
          rotator.drained(gone);
        }
      } catch (OutOfMemoryError full) {
        // Again.
      }
    }
  }

  private static void takeAll() {
    long end = System.nanoTime() + HUNGRY.toNanos();
    List<byte[]> taken = new ArrayList<>(1 << 20);
    int size = LARGEST;
    while (System.nanoTime() < end) {
      try {
        taken.add(new byte[size]);
      } catch (OutOfMemoryError full) {
        size = size > SMALLEST ? size / 2 : LARGEST;
      }
    }
  }

  private void awaitNewer(@Nullable Generation than) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (current == than) {
      if (System.nanoTime() > end) {
        System.out.println("no new generation");
        System.exit(1);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private final class Listener implements LeaseListener {

    @Override
    public void published(Generation generation, String reason) {
      current = generation;
    }

    @Override
    public void retired(Generation generation) {
      retired = generation;
    }
  }

  private final class Source implements LeaseSource {

    @Override
    public Lease fetch() {
      String id = "lease-" + leases.incrementAndGet();
      Credential credential = new Credential("v-" + id, Secret.of("pw"));
      ClockReading now = LeaseClock.system().now();
      return new Lease(id, credential, now, Duration.ofSeconds(3), true, true);
    }

    @Override
    public Lease renew(Lease lease) {
      return lease.renewed(LeaseClock.system().now(), lease.duration(), true);
    }

    @Override
    public void revoke(Lease lease) {}

    @Override
    public void close() {}
  }
}
