// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.target.Target;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a binding whose credentials are in a file, from change to change. */
@Timeout(60)
class FileRotationTest {

  private static final Target DATABASE = Target.of("db", 5432, "orders");
  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final Duration DRAIN = Duration.ofMinutes(10);

  /**
   * Why connections are refused at the end: the lease's own end, or the result of the last read of
   * the file. The read came after the end or before it, whichever a busy machine has seen last.
   */
  private static final String[] ENDED = {
    "has ended",
    " holds the credential of u, which ends",
    " holds the credential that is in use, and none that lasts longer"
  };

  private Path directory;
  private final NotedProblems noted = new NotedProblems();
  private final Set<String> good = ConcurrentHashMap.newKeySet();
  private final AtomicInteger trials = new AtomicInteger();
  private final BlockingQueue<Generation> published = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<Generation> renewed = new LinkedBlockingQueue<>();
  private final SettableClock clock = SettableClock.running();
  private Volume volume;
  private CredentialFileSource source;
  private CredentialRotator rotator;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    volume = new Volume(directory);
    good.add("one");
    write("one");
    source =
        CredentialFileSource.of(
                directory.resolve("db").toFile(), new DetectedFormat(), DRAIN, MARGIN, clock)
            .watchedBy("orders", Duration.ofMillis(50), noted);
    RotationPolicy policy =
        new RotationPolicy(MARGIN, 0.66, null, Duration.ofSeconds(20), Jitter.of("test"));
    rotator = new CredentialRotator("orders", policy, source, new Passwords(), new Noted(), clock);
    rotator.start();
    source.watch(rotator::sourceChanged);
    assertThat(published.take().number()).isEqualTo(1);
  }

  @AfterEach
  void close() {
    rotator.close(Duration.ofSeconds(5));
    source.close();
  }

  @Test
  void publishesWhatTheFileHoldsNextAndBoundsWhatWasBefore() throws Exception {
    Generation first = rotator.current();
    assertThat(first.usableFor(LeaseClock.system().now())).isGreaterThan(Duration.ofDays(30_000));
    good.add("two");
    write("two");
    Generation second = published.take();
    assertThat(second.credential().password().reveal()).isEqualTo("two");
    awaitRetired(first);
    assertThat(first.goesAtOnce()).isTrue();
    assertThat(first.usableFor(LeaseClock.system().now()))
        .as("borrowed connections")
        .isBetween(DRAIN.minusSeconds(30), DRAIN);
    assertThat(second.usableFor(LeaseClock.system().now())).isGreaterThan(Duration.ofDays(30_000));
  }

  private static void awaitRetired(Generation generation) {
    while (!generation.isRetired()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Test
  void keepsTheCurrentCredentialWhileTheDatabaseRejectsTheNext() throws Exception {
    write("wrong");
    assertThat(failures.take())
        .startsWith("probe: password authentication failed")
        .contains("(the credential is from file " + directory + "/db, written at 20");
    assertThat(rotator.current().number()).isEqualTo(1);
    assertThat(refusals).isEmpty();
    good.add("two");
    write("two");
    assertThat(published.take().number()).isEqualTo(2);
  }

  @Test
  void goesBackToTheCurrentCredentialWithoutARotation() throws Exception {
    write("wrong");
    failures.take();
    write("one");
    renewed.take();
    assertThat(rotator.current().number()).isEqualTo(1);
    good.add("two");
    write("two");
    assertThat(published.take().number()).isEqualTo(2);
  }

  /** The rotation itself reads the file again, before the watch has seen any of it. */
  @Test
  void settlesOnTheCurrentCredentialWhenTheFileIsBackToItWhileAnotherWaits() throws Exception {
    String end = "\nexpiration=" + Instant.now().plusSeconds(7_200);
    good.add("two");
    write("two" + end);
    Generation second = published.take();
    source.close();
    write("wrong" + end);
    rotator.rotate("asked");
    assertThat(failures.take()).startsWith("probe: password authentication failed");
    write("two" + end);
    assertThat(renewed.take()).isSameAs(second);
    assertThat(published).isEmpty();
  }

  @Test
  void readsAgainWhatIsRejectedAndThenWaitsForAChange() throws Exception {
    Generation first = rotator.current();
    good.clear();
    assertThatThrownBy(() -> rotator.replacing(first, DATABASE, "28P01"))
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("(the credential is from file " + directory + "/db, written at 20")
        .hasMessageFindingMatch("; file " + directory + "/db was last written to \\d+ s ago\\. ");
    assertThat(trials.get()).as("no busy loop").isLessThan(20);
    assertThat(published).isEmpty();
    good.add("two");
    write("two");
    assertThat(published.take().credential().password().reveal()).isEqualTo("two");
    assertThat(rotator.current().number()).isEqualTo(2);
  }

  @Test
  void learnsALaterEndFromTheFileAndRotatesForNone() throws Exception {
    good.add("two");
    write("two\nexpiration=" + Instant.now().plusSeconds(60));
    Generation second = published.take();
    write("two\nexpiration=" + Instant.now().plusSeconds(7_200));
    Generation longer = renewed.take();
    assertThat(longer).isSameAs(second);
    assertThat(longer.lease().duration()).isGreaterThan(Duration.ofMinutes(110));
    assertThat(published).isEmpty();
  }

  /**
   * The program that wrote the file may revoke the previous credential, at any time before its end.
   */
  @Test
  void hasConnectionsGoAtOnceAlsoWhereTheEndIsKnown() throws Exception {
    good.add("two");
    write("two\nexpiration=" + Instant.now().plusSeconds(7_200));
    Generation second = published.take();
    good.add("three");
    write("three\nexpiration=" + Instant.now().plusSeconds(7_200));
    published.take();
    awaitRetired(second);
    assertThat(second.goesAtOnce()).isTrue();
  }

  @Test
  void refusesOnceTheEndHasComeAndNamesTheFile() throws Exception {
    good.add("two");
    write("two\nexpiration=" + Instant.now().plusSeconds(8));
    published.take();
    assertThat(refusals.take()).containsAnyOf(ENDED);
    String why = failures.take();
    while (!why.contains("which ends at")) {
      why = failures.take();
    }
    assertThatThrownBy(rotator::current)
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("file " + directory + "/db, written at 20")
        .hasMessageContaining(" holds the credential of u, which ends at 20");
    good.add("three");
    write("three");
    assertThat(published.take().number()).isEqualTo(3);
  }

  @Test
  void refusesWhenTheClockIsSetPastTheEndAndServesAgainWhenItIsCorrected() throws Exception {
    good.add("two");
    write("two\nexpiration=" + clock.in(3_600));
    published.take();
    clock.set(Duration.ofHours(3));
    assertThat(refusals.take()).containsAnyOf(ENDED);
    assertThatThrownBy(rotator::current).isInstanceOf(NoCredentialException.class);
    clock.set(Duration.ZERO);
    assertThat(published.take().credential().password().reveal()).isEqualTo("two");
    assertThat(rotator.current().usableFor(clock.now())).isGreaterThan(Duration.ofMinutes(50));
  }

  @Test
  void keepsTheEndThatWasWhenTheClockIsSetBack() throws Exception {
    good.add("two");
    write("two\nexpiration=" + clock.in(3_600));
    Generation second = published.take();
    clock.set(Duration.ofHours(-3));
    rotator.rotate("asked");
    assertThat(failures.take()).contains("holds the credential that is in use, and none that");
    assertThat(rotator.current()).isSameAs(second);
    assertThat(second.usableFor(clock.now()))
        .isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
  }

  private void write(String password) {
    volume.renamed("db", "username=u\npassword=" + password + "\n");
  }

  private final class Passwords implements CredentialProbe {
    @Override
    public List<Target> targets() {
      return List.of(DATABASE);
    }

    @Override
    public Verdict tryOut(Credential credential, Target target) throws SQLException {
      trials.incrementAndGet();
      if (!good.contains(credential.password().reveal())) {
        throw new SQLException("password authentication failed", "28P01");
      }
      return Verdict.ACCEPTED;
    }
  }

  private final class Noted implements LeaseListener {
    @Override
    public void published(Generation generation, String reason) {
      published.add(generation);
    }

    @Override
    public void renewed(Generation generation) {
      renewed.add(generation);
    }

    @Override
    public void failed(String binding, String operation, Exception cause, Duration retryIn) {
      failures.add(operation + ": " + cause.getMessage());
    }

    @Override
    public void refusing(String binding, String cause) {
      refusals.add(cause);
    }
  }
}
