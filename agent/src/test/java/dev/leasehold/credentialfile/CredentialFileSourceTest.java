// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFileSourceTest {

  private static final Duration DRAIN = Duration.ofMinutes(10);

  private Path directory;
  private Volume volume;
  private CredentialFileSource source;

  /** What somebody writes between two reads. */
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();

  @BeforeEach
  void prepare(@TempDir Path temporary) {
    directory = temporary;
    volume = new Volume(directory);
    source =
        new CredentialFileSource(
            directory.resolve("db").toFile(),
            new DetectedFormat(),
            DRAIN,
            Duration.ofSeconds(5),
            LeaseClock.system(),
            this::pause);
  }

  private void pause() {
    Runnable write = meanwhile.poll();
    if (write != null) {
      write.run();
    }
  }

  @Test
  void vouchesForACredentialWithoutAnEndUntilItIsReplaced() throws Exception {
    volume.inPlace("db", Volume.properties("u", "p"));
    Lease lease = source.fetch();
    assertThat(lease.credential()).hasToString("u:****");
    assertThat(lease.drainsWithin()).isEqualTo(DRAIN);
    assertThat(lease.duration()).isGreaterThan(Duration.ofDays(30_000));
    assertThat(lease.revocable()).isFalse();
    assertThat(lease.renewable()).isTrue();
    assertThat(lease.origin()).matches("file .*/db, written at 20.*Z");
  }

  @Test
  void takesTheEndFromTheFile() throws Exception {
    end(Instant.now().plusSeconds(60));
    Lease lease = source.fetch();
    assertThat(lease.drainsWithin()).isNull();
    assertThat(lease.duration()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(61));
  }

  @Test
  void takesTheLeasesIdentifierFromTheFile() throws Exception {
    volume.inPlace("db", Volume.properties("u", "p") + "lease_id=database/creds/orders/x\n");
    assertThat(source.fetch().id()).isEqualTo("database/creds/orders/x");
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, 0, 4})
  void refusesACredentialThatHasEndedOrSoonWill(int seconds) {
    end(Instant.now().plusSeconds(seconds));
    assertThatThrownBy(source::fetch)
        .isInstanceOf(LeaseException.class)
        .hasMessageMatching(
            "file .*/db, written at .*Z, holds the credential of u, which ends at .*Z: not later"
                + " than leasehold.margin \\(5000 ms\\) from now; check what writes the file, and"
                + " the clocks of both");
  }

  @Test
  void renewsByReadingAgain() throws Exception {
    end(Instant.now().plusSeconds(10));
    Lease lease = source.fetch();
    end(Instant.now().plusSeconds(3_600));
    assertThat(source.renew(lease).duration()).isGreaterThan(Duration.ofMinutes(55));
    volume.renamed("db", Volume.properties("other", "p"));
    assertThat(source.renew(lease).credential().username()).isEqualTo("other");
  }

  @Test
  void handsOutNothingInPlaceOfWhatIsInUseThatIsTheSame() throws Exception {
    end(Instant.now().plusSeconds(10));
    Lease inUse = source.fetch();
    assertThatThrownBy(() -> source.fetch(inUse))
        .hasMessageContaining(", holds the credential that is in use, and none that lasts longer");
    volume.renamed("db", Volume.properties("other", "p"));
    assertThat(source.fetch(inUse).credential().username()).isEqualTo("other");
  }

  @Test
  void readsAgainWhatIsBeingWritten() throws Exception {
    volume.inPlace("db", Volume.properties("u", "ha"));
    meanwhile.add(() -> volume.inPlace("db", Volume.properties("u", "half")));
    meanwhile.add(() -> volume.inPlace("db", Volume.properties("u", "half-and-half")));
    assertThat(source.fetch().credential().password().reveal()).isEqualTo("half-and-half");
    assertThat(meanwhile).isEmpty();
  }

  @Test
  void readsAtOnceWhatHasLainThereForAWhile() throws Exception {
    Volume.aged(volume.inPlace("db", Volume.properties("u", "p")), 60);
    meanwhile.add(() -> volume.inPlace("db", "never"));
    assertThat(source.fetch().credential().username()).isEqualTo("u");
    assertThat(meanwhile).hasSize(1);
  }

  @Test
  void refusesWhatNeverStandsStill() {
    volume.inPlace("db", Volume.properties("u", "0"));
    for (int i = 1; i < 50; i++) {
      String password = "p" + i;
      meanwhile.add(() -> volume.inPlace("db", Volume.properties("u", password)));
    }
    assertThatThrownBy(source::fetch)
        .hasMessageContaining("changed each of the 10 times that it was read");
  }

  @Test
  void namesTheFileAndWhatItIsInstead() {
    assertThatThrownBy(source::fetch)
        .hasMessage(
            "file "
                + directory
                + "/db does not exist; check the path and that the volume is"
                + " mounted");
    volume.inPlace("db", "username=u\n");
    assertThatThrownBy(source::fetch)
        .hasMessage(
            "file " + directory + "/db holds a user without a password; check what writes it");
  }

  private void end(Instant end) {
    volume.renamed("db", Volume.properties("u", "p") + "expiration=" + end + "\n");
  }
}
