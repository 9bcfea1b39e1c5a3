// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.vault.SavedLease;
import org.junit.jupiter.api.Test;

class LeaseStateTest {

  private static final byte[] OLD = "the file before".getBytes(UTF_8);
  private static final byte[] NEW = "the file now".getBytes(UTF_8);

  private final LeaseClock clock = LeaseClock.system();

  @Test
  void knowsWhoseCredentialAFileHolds() throws Exception {
    LeaseState state = parse(line("one"), line("two"), delivery("one", OLD), delivery("two", NEW));
    assertThat(state.leaseOf(OLD)).map(Lease::id).contains("one");
    assertThat(state.leaseOf(NEW)).map(Lease::id).contains("two");
    assertThat(state.leaseOf(null)).as("the one written last").map(Lease::id).contains("two");
    assertThat(state.leaseOf("something else".getBytes(UTF_8))).isEmpty();
    assertThat(parse(line("one"), delivery("two", NEW)).leaseOf(NEW)).as("revoked").isEmpty();
  }

  @Test
  void losesNothingButTheLinesThatCannotBeRead() throws Exception {
    LeaseState state = parse(line("one"), "{\"lease_id\":", line("two"), "file nonsense");
    assertThat(state.leases())
        .extracting(saved -> saved.lease().id())
        .containsExactly("one", "two");
    assertThat(state.unreadable()).containsExactly(2, 4);
  }

  @Test
  void holdsNothingWhereThereIsNoFile() {
    assertThat(LeaseState.parse(null, clock)).isEqualTo(LeaseState.NOTHING);
  }

  private LeaseState parse(String... lines) {
    return LeaseState.parse(String.join("\n", lines).getBytes(UTF_8), clock);
  }

  private String delivery(String id, byte[] content) throws Exception {
    Lease lease = SavedLease.read(line(id), clock).lease();
    return LeaseState.Delivery.of(lease, content).line();
  }

  private String line(String id) {
    return SavedLines.of(clock, id, 3_600_000);
  }
}
