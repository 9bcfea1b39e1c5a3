// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.vault.SavedLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a state file. The leases of one binding come first, a lease a line, from the
 * oldest to the newest. A line follows for each content that the credential's file was given.
 *
 * @param leases from the oldest to the newest
 * @param deliveries from the oldest to the newest
 * @param unreadable the numbers of the lines that are neither, from 1
 */
public record LeaseState(
    List<SavedLease> leases, List<Delivery> deliveries, List<Integer> unreadable) {

  /** Nothing is held. */
  static final LeaseState NOTHING = new LeaseState(List.of(), List.of(), List.of());

  private static final String DELIVERY = "file ";

  /**
   * A content that the file was given. It is noted before the file is written. So the file's
   * content is noted, whenever the process is killed.
   *
   * @param digest SHA-256 of the content, in hexadecimal
   * @param leaseId the lease whose credential is in it
   */
  public record Delivery(String digest, String leaseId) {

    static Delivery of(Lease lease, byte[] content) {
      return new Delivery(LeaseState.digest(content), lease.id());
    }

    boolean isOf(byte[] content) {
      return digest.equals(LeaseState.digest(content));
    }

    String line() {
      return DELIVERY + digest + " " + leaseId;
    }

    private static Optional<Delivery> read(String line) {
      String[] words = line.split(" ", 3);
      return words.length == 3 && words[0].equals(DELIVERY.strip())
          ? Optional.of(new Delivery(words[1], words[2]))
          : Optional.empty();
    }
  }

  /** Reads a state file's content; null is read as empty content. */
  public static LeaseState parse(byte @Nullable [] content, LeaseClock clock) {
    List<SavedLease> leases = new ArrayList<>();
    List<Delivery> deliveries = new ArrayList<>();
    List<Integer> unreadable = new ArrayList<>();
    int number = 0;
    String text = content == null ? "" : new String(content, StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      number++;
      Optional<Delivery> delivery = Delivery.read(line);
      try {
        if (delivery.isPresent()) {
          deliveries.add(delivery.get());
        } else {
          leases.add(SavedLease.read(line, clock));
        }
      } catch (IOException foreign) {
        unreadable.add(number);
      }
    }
    return new LeaseState(leases, deliveries, unreadable);
  }

  /**
   * Returns the lease that a file's content is on; empty where none is known.
   *
   * @param content null where the file cannot be read: the content that was written last is meant
   */
  public Optional<Lease> leaseOf(byte @Nullable [] content) {
    String wanted = content == null ? null : digest(content);
    String id = null;
    for (Delivery delivery : deliveries) {
      id = wanted == null || delivery.digest().equals(wanted) ? delivery.leaseId() : id;
    }
    for (SavedLease saved : leases) {
      if (saved.lease().id().equals(id)) {
        return Optional.of(saved.lease());
      }
    }
    return Optional.empty();
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}
