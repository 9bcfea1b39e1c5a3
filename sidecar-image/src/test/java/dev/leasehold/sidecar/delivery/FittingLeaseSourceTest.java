// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leasehold.config.OutputFileSettings;
import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.SidecarSettings;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Secret;
import dev.leasehold.sidecar.volume.CredentialVolume;
import dev.leasehold.sidecar.volume.VolumeOptions;
import dev.leasehold.testbed.process.ServerDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passwords that the format {@code env} can hold, and others. */
class FittingLeaseSourceTest {

  private static final String UNFIT = "'`";
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final StoppedClock clock = new StoppedClock();
  private final OnePassword vault = new OnePassword(clock);
  private final List<String> kept = new ArrayList<>();
  private Path directory = Path.of("");
  private @Nullable CredentialVolume volume;
  private LeaseSource source = vault;

  @BeforeEach
  void open() throws Exception {
    directory = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-fitting-");
    volume = CredentialVolume.open(directory, VolumeOptions.DEFAULTS);
    OutputFileSettings file = settings().bindings().get(0).file();
    source =
        new FittingLeaseSource(
            "orders",
            vault,
            new CredentialFile(volume, file, FileRenderers.of(file), "", NO_RECORD),
            lease -> kept.add(lease.id()),
            clock);
  }

  @AfterEach
  void close() {
    if (volume != null) {
      volume.close();
    }
    ServerDirectory.remove(directory);
  }

  @Test
  void givesAnUnfitLeaseBackAndAsksForTheNextAtGrowingPauses() throws Exception {
    vault.password = UNFIT;
    refused();
    assertThat(vault.revoked).containsExactly("1");
    Duration pause = FIRST;
    for (int asked = 1; asked < 16; asked++) {
      clock.advance(pause.minusMillis(1));
      refused();
      assertThat(vault.made).as("within %s", pause).isEqualTo(asked);
      clock.advance(Duration.ofMillis(1));
      refused();
      assertThat(vault.made).as("after %s", pause).isEqualTo(asked + 1);
      Duration next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }
    assertThat(vault.revoked).hasSize(16);

    vault.password = "fits";
    clock.advance(LONGEST);
    assertThat(source.fetch().id()).isEqualTo("17");
    assertThat(source.fetch().id()).as("no pause").isEqualTo("18");
    vault.password = UNFIT;
    refused();
    clock.advance(FIRST);
    refused();
    assertThat(vault.made).isEqualTo(20);
    assertThat(kept).isEmpty();
  }

  /** The program of the process before may use it. */
  @Test
  void keepsAnUnfitLeaseOfAnEarlierProcess() {
    vault.password = UNFIT;
    vault.resumed = true;
    refused();
    assertThat(kept).containsExactly("1");
    assertThat(vault.revoked).isEmpty();
  }

  @Test
  void keepsAnUnfitLeaseThatCannotBeRevoked() {
    vault.password = UNFIT;
    vault.away = true;
    refused();
    assertThat(kept).containsExactly("1");
  }

  @Test
  void refusesAnUnfitCredentialThatARenewalBringsAndReadsOnWithoutAPause() throws Exception {
    vault.revocable = false;
    Lease lease = source.fetch();
    assertThat(source.renew(lease).credential()).isEqualTo(lease.credential());
    vault.password = UNFIT;
    assertThatExceptionOfType(LeaseException.class).isThrownBy(() -> source.renew(lease));
    refused();
    vault.password = "fits";
    assertThat(source.fetch().credential().password().reveal()).isEqualTo("fits");
    assertThat(source.renew(lease).credential().password().reveal()).isEqualTo("fits");
    assertThat(vault.revoked).as("nothing to revoke").isEmpty();
  }

  private void refused() {
    assertThatExceptionOfType(LeaseException.class)
        .isThrownBy(source::fetch)
        .withMessageContaining("Binding orders: the format env cannot hold the password, which")
        .matches(e -> e.kind() == LeaseException.Kind.INVALID);
  }

  private static SidecarSettings settings() throws Exception {
    return SidecarSettings.read(
        new ProcessInputs(
            null,
            Map.of(),
            Map.of(
                "VAULT_ADDR", "https://127.0.0.1:1",
                "LEASEHOLD_AUTH_ROLE", "orders",
                "LEASEHOLD_CREDS", "database/creds/orders",
                "LEASEHOLD_FILE_FORMAT", "env")),
        false,
        (binding, problems) -> {});
  }

  private static final DeliveryRecord NO_RECORD =
      new DeliveryRecord() {
        @Override
        public void writing(Lease lease, byte[] content, byte @Nullable [] before) {}

        @Override
        public Duration usableFor(byte @Nullable [] content) {
          return Duration.ZERO;
        }
      };

  /** A clock that goes on when the test says so. */
  private static final class StoppedClock implements LeaseClock {
    private Duration time = Duration.ZERO;

    void advance(Duration by) {
      time = time.plus(by);
    }

    @Override
    public long nanos() {
      return time.toNanos();
    }

    @Override
    public long wallMillis() {
      return time.toMillis();
    }
  }

  /** A source of leases that are numbered from 1, all with the password that a test sets. */
  private static final class OnePassword implements LeaseSource {
    private final LeaseClock clock;
    private final List<String> revoked = new ArrayList<>();
    private String password = "fits, too";
    private boolean resumed;
    private boolean revocable = true;
    private boolean away;
    private int made;

    OnePassword(LeaseClock clock) {
      this.clock = clock;
    }

    @Override
    public Lease fetch() {
      made++;
      Lease lease =
          new Lease(
              String.valueOf(made),
              new Credential("app", Secret.of(password)),
              clock.now(),
              Duration.ofHours(1),
              true,
              revocable);
      return resumed ? lease.resumed() : lease;
    }

    @Override
    public Lease renew(Lease lease) {
      return fetch();
    }

    @Override
    public void revoke(Lease lease) throws LeaseException {
      if (away) {
        throw new LeaseException(LeaseException.Kind.UNAVAILABLE, "nobody answers");
      }
      if (lease.revocable()) {
        revoked.add(lease.id());
      }
    }

    @Override
    public void close() {}
  }
}
