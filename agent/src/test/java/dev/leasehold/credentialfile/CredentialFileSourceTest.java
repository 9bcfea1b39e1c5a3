// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private final SettableClock clock = SettableClock.stopped();

  /** Writes of somebody between two reads. */
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
            clock,
            this::pause);
  }

  private void pause() {
    clock.pass(Duration.ofMillis(20));
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

  /** From the file that the watch read last as well: a refusal tells of the file as it is. */
  @Test
  void saysHowOldTheFileIs() throws Exception {
    assertThat(source.remark()).isEmpty();
    Path file = volume.inPlace("db", Volume.properties("u", "p"));
    Volume.dated(file, clock.wallMillis() - 90_500);
    source.read();
    assertThat(source.remark()).isEqualTo("file " + file + " was last written to 90 s ago");
    clock.pass(Duration.ofSeconds(30));
    assertThat(source.remark()).endsWith(" was last written to 120 s ago");
    Files.delete(file);
    assertThatThrownBy(source::read).isInstanceOf(LeaseException.class);
    assertThat(source.remark()).isEmpty();
  }

  @Test
  void takesTheEndFromTheFile() throws Exception {
    end(60);
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
    end(seconds);
    assertThatThrownBy(source::fetch)
        .isInstanceOf(LeaseException.class)
        .hasMessageMatching(
            "file .*/db, written at .*Z, holds the credential of u, which ends at .*Z: not later"
                + " than leasehold.margin \\(5000 ms\\) from now. Check the program that writes the"
                + " file, and the clocks of both machines");
  }

  @Test
  void renewsByReadingAgain() throws Exception {
    end(10);
    Lease lease = source.fetch();
    end(3_600);
    assertThat(source.renew(lease).duration()).isGreaterThan(Duration.ofMinutes(55));
    volume.renamed("db", Volume.properties("other", "p"));
    assertThat(source.renew(lease).credential().username()).isEqualTo("other");
  }

  @Test
  void handsOutNothingInPlaceOfWhatIsInUseThatIsTheSame() throws Exception {
    end(10);
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
  void refusesWhatHasEndedByAClockThatIsSetForwardUntilItIsCorrected() throws Exception {
    end(3_600);
    Lease lease = source.fetch();
    clock.set(Duration.ofHours(3));
    assertThat(lease.remaining(clock.now())).isZero();
    assertThatThrownBy(() -> source.renew(lease))
        .hasMessageMatching(".*, which ends at .*Z: not later than .* from now. Check the .*");
    clock.set(Duration.ZERO);
    assertThat(source.renew(lease).remaining(clock.now())).isBetween(minutes(58), minutes(60));
  }

  @Test
  void doesNotLengthenALeaseForAClockThatIsSetBack() throws Exception {
    end(3_600);
    Lease lease = source.fetch();
    clock.pass(minutes(30));
    clock.set(Duration.ofHours(-3));
    assertThat(lease.remaining(clock.now())).isBetween(minutes(28), minutes(30));
    assertThat(source.renew(lease).remaining(clock.now())).isBetween(minutes(28), minutes(30));
    assertThatThrownBy(() -> source.fetch(lease))
        .hasMessageContaining(", holds the credential that is in use, and none that lasts longer");
    clock.pass(minutes(30));
    assertThatThrownBy(() -> source.renew(lease))
        .hasMessageContaining(
            " from now by the time that has gone by. The clock was set back meanwhile. Check");
  }

  @Test
  void judgesALaterEndByTheClockAsItIs() throws Exception {
    end(3_600);
    Lease lease = source.fetch();
    clock.set(minutes(30));
    end(7_200);
    assertThat(source.renew(lease).duration()).isBetween(minutes(118), minutes(120));
  }

  /** A clock that was wrong when the JVM started. */
  @Test
  void takesACredentialOnceTheClockIsCorrectedByWhichItHadEnded() throws Exception {
    end(3_600);
    clock.set(Duration.ofHours(3));
    assertThatThrownBy(source::fetch).hasMessageContaining("which ends at ");
    clock.set(Duration.ZERO);
    assertThat(source.fetch().duration()).isBetween(minutes(58), minutes(60));
  }

  private static Duration minutes(int number) {
    return Duration.ofMinutes(number);
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
            "file "
                + directory
                + "/db holds a user without a password; check the program that"
                + " writes it");
  }

  private void end(long seconds) {
    String end = "expiration=" + clock.in(seconds) + "\n";
    volume.renamed("db", Volume.properties("u", "p") + end);
  }
}
