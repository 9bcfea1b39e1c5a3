// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.Printable;
import dev.leasehold.sidecar.delivery.LeaseState.Delivery;
import dev.leasehold.sidecar.volume.CredentialVolume;
import dev.leasehold.sidecar.volume.VolumeException;
import dev.leasehold.vault.SavedLease;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that one run of the sidecar leaves to the next. It has the leases of one binding, with
 * their Vault token, and names the lease in the credential's file. Mode 0400, in the state
 * directory. Safe for many threads.
 */
public final class LeaseStateFile implements Consumer<List<SavedLease>>, DeliveryRecord {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  /**
   * The file's content, its next content, and two more for programs that have read the file before.
   */
  private static final int DELIVERIES = 4;

  private final CredentialVolume volume;
  private final String binding;
  private final LeaseClock clock;
  private final Duration margin;
  private final LeaseState left;

  @GuardedBy("this") private final List<Delivery> deliveries;

  @GuardedBy("this") private List<SavedLease> held;

  @GuardedBy("this") private boolean told;

  /**
   * Reads the file of the run before; the log says so where that is not of use.
   *
   * @param margin how long before the end of its lease a credential is taken away
   */
  public LeaseStateFile(
      CredentialVolume volume, String binding, LeaseClock clock, Duration margin) {
    this.volume = volume;
    this.binding = binding;
    this.clock = clock;
    this.margin = margin;
    this.left = read();
    this.held = left.leases();
    this.deliveries = new ArrayList<>(left.deliveries());
  }

  /** Returns the name of a binding's file. */
  public static String nameFor(String binding) {
    return "." + binding + ".lease";
  }

  private LeaseState read() {
    String name = nameFor(binding);
    try {
      LeaseState state = LeaseState.parse(volume.read(name), clock);
      if (!state.unreadable().isEmpty()) {
        LOG.warn(
            "{}: lines {} of {} are of no use. A lease that only they name ends by itself; {} other"
                + " leases are taken over or revoked",
            binding,
            state.unreadable(),
            name,
            state.leases().size());
      }
      sayIfAllHaveEnded(state.leases());
      return state;
    } catch (VolumeException unreadable) {
      LOG.warn(
          "{}: the state of the previous sidecar is of no use, so a new lease is taken out: {}",
          binding,
          unreadable.getMessage());
      return LeaseState.NOTHING;
    }
  }

  /** A sidecar that was away for longer than its lease lived makes another role: it says why. */
  private void sayIfAllHaveEnded(List<SavedLease> leases) {
    ClockReading now = clock.now();
    if (leases.isEmpty()
        || leases.stream().anyMatch(saved -> !saved.lease().remaining(now).isZero())) {
      return;
    }
    Lease newest = leases.get(leases.size() - 1).lease();
    LOG.info(
        "{}: the lease of role {}, which the previous sidecar has left, ended {} s ago, so a new"
            + " lease is taken out",
        binding,
        Printable.of(newest.credential().username()),
        now.since(newest.grantedAt()).minus(newest.duration()).toSeconds());
  }

  /** Returns the leases of the run before, from the oldest to the newest. */
  public List<SavedLease> left() {
    return left.leases();
  }

  @Override
  public Duration usableFor(byte @Nullable [] content) {
    return left.leaseOf(content)
        .map(lease -> lease.remaining(clock.now()).minus(margin))
        .filter(usable -> !usable.isNegative())
        .orElse(Duration.ZERO);
  }

  /**
   * Writes the leases that are held now. Where that fails the old content stays, until {@link
   * #writing} is asked to write a credential's file.
   */
  @Override
  public synchronized void accept(List<SavedLease> now) {
    held = List.copyOf(now);
    try {
      write();
    } catch (VolumeException e) {
      if (!told) {
        told = true;
        LOG.warn(
            "{}: the state is not written, so a sidecar that is started anew may leave a role behind: {}",
            binding,
            e.getMessage());
      }
    }
  }

  @Override
  public synchronized void writing(Lease lease, byte[] content, byte @Nullable [] before)
      throws VolumeException {
    Delivery next = Delivery.of(lease, content);
    deliveries.remove(next);
    if (deliveries.size() >= DELIVERIES) {
      deliveries.remove(oldestBut(before));
    }
    deliveries.add(next);
    write();
  }

  /** Returns the place of the oldest delivery of another content; the oldest where none is. */
  @GuardedBy("this") private int oldestBut(byte @Nullable [] content) {
    for (int place = 0; place < deliveries.size(); place++) {
      if (content == null || !deliveries.get(place).isOf(content)) {
        return place;
      }
    }
    return 0;
  }

  @GuardedBy("this") private void write() throws VolumeException {
    Set<String> ids = held.stream().map(each -> each.lease().id()).collect(Collectors.toSet());
    StringBuilder lines = new StringBuilder();
    for (SavedLease lease : held) {
      lines.append(lease.line(clock)).append('\n');
    }
    for (Delivery delivery : deliveries) {
      if (ids.contains(delivery.leaseId())) {
        lines.append(delivery.line()).append('\n');
      }
    }
    volume.writePrivate(nameFor(binding), lines.toString().getBytes(StandardCharsets.UTF_8));
    told = false;
  }

  /** Removes the file: nothing is held any more. */
  public void remove() throws VolumeException {
    volume.remove(nameFor(binding));
  }
}
