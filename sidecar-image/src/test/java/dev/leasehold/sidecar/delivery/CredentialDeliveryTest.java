// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.OutputFileSettings;
import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.RotationSettings;
import dev.leasehold.config.SidecarSettings;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.sidecar.volume.CredentialVolume;
import dev.leasehold.sidecar.volume.VolumeException;
import dev.leasehold.sidecar.volume.VolumeOptions;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A binding's file and its notices, with leases that are made up and a volume that is not. */
@Timeout(120)
class CredentialDeliveryTest {

  private static final Duration DRAIN = Duration.ofMinutes(10);

  private final SettableClock clock = new SettableClock();
  private final ScriptedSource source = new ScriptedSource(clock);
  private final List<Long> drained = new CopyOnWriteArrayList<>();
  private final AtomicLong usableMillis = new AtomicLong();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final List<Lease> kept = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Path directory = Path.of("");
  private @Nullable CredentialVolume volume;
  private @Nullable LeaseStateFile state;
  private @Nullable CredentialDelivery delivery;
  private @Nullable CredentialRotator rotator;

  @BeforeEach
  void mount() throws IOException {
    directory = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-delivery-");
    environment.put("VAULT_ADDR", "https://127.0.0.1:1");
    environment.put("LEASEHOLD_AUTH_ROLE", "orders");
    environment.put("LEASEHOLD_CREDS", "database/creds/orders");
  }

  @AfterEach
  void end() throws IOException {
    if (delivery != null && rotator != null && volume != null) {
      delivery.close();
      rotator.close(Duration.ofSeconds(5));
      volume.close();
    }
    ServerDirectory.remove(directory);
  }

  @Test
  void aProgramThatHangsDelaysNeitherTheNextCredentialNorTheEndOfTheLast() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    CredentialRotator running =
        start(
            generation -> {
              asked.countDown();
              never.await();
              return NoticeResult.TOLD;
            });
    asked.await();
    running.rotate("a test asks for it");
    eventually("the second credential is there", () -> content().contains("role-2"));

    source.goAway();
    clock.advance(ScriptedSource.TTL);
    eventually("the ended credential is gone", () -> !Files.exists(file()));
  }

  @Test
  void tellsOfTheLatestGenerationOnceTheNoticeBeforeHasEnded() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    List<Long> told = new CopyOnWriteArrayList<>();
    CredentialRotator running =
        start(
            generation -> {
              told.add(generation);
              if (generation == 1) {
                first.await();
              }
              return NoticeResult.TOLD;
            });
    eventually("the first notice", () -> told.contains(1L));
    running.rotate("a test asks for it");
    eventually("the second credential is there", () -> content().contains("role-2"));
    assertThat(told).containsExactly(1L);
    assertThat(source.revoked).isEmpty();

    first.countDown();
    eventually("the second notice", () -> told.contains(2L));
    eventually("the lease before is revoked", () -> source.revoked.contains("role-1"));
  }

  @Test
  void stopsANoticeThatTakesTooLong() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    CredentialRotator ignored =
        start(
            new ChangeNotice() {
              @Override
              public NoticeResult send(long generation) throws InterruptedException {
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  stopped.countDown();
                  throw e;
                }
                return NoticeResult.TOLD;
              }

              @Override
              public Duration bound() {
                return Duration.ofMillis(50);
              }
            });
    stopped.await();
  }

  @Test
  void keepsTheLeaseOfAProgramThatIsNotSeenUntilThatEnds() throws Exception {
    List<Long> asked = new CopyOnWriteArrayList<>();
    CredentialRotator running =
        start(
            generation -> {
              asked.add(generation);
              return NoticeResult.unseen("no such program");
            });
    eventually("the first notice", () -> asked.contains(1L));
    clock.advance(ScriptedSource.TTL.dividedBy(2));
    running.rotate("a test asks for it");
    eventually("the second notice", () -> asked.contains(2L));
    long looked = clock.readings.get();
    eventually("several looks at what drains", () -> clock.readings.get() > looked + 3);
    assertThat(drained).isEmpty();
    assertThat(source.revoked).isEmpty();

    clock.advance(ScriptedSource.TTL.dividedBy(2));
    eventually("the first lease has ended", () -> drained.contains(1L));
    assertThat(content()).contains("role-2");
  }

  /** 0176: a program that was told late has used the lease before until then. */
  @Test
  void countsTheDrainTimeFromWhenTheProgramWasTold() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    CountDownLatch acknowledged = new CountDownLatch(1);
    CredentialRotator running =
        start(
            generation -> {
              if (generation == 2) {
                second.countDown();
                answer.await();
              }
              return NoticeResult.TOLD;
            },
            DRAIN);
    eventually("the first credential is there", () -> content().contains("role-1"));
    running.rotate("a test asks for it");
    second.await();
    clock.advance(DRAIN);
    requireNonNull(delivery).onceAcknowledged(() -> true, acknowledged::countDown);
    answer.countDown();
    acknowledged.await();
    long looked = clock.readings.get();
    eventually("several looks at what drains", () -> clock.readings.get() > looked + 3);
    assertThat(drained).isEmpty();

    clock.advance(DRAIN);
    eventually("the lease before is revoked", () -> source.revoked.contains("role-1"));
  }

  @Test
  void takesTheFileOfAnEarlierRunAwayAtItsEndThoughVaultIsAway() throws Exception {
    Files.writeString(file(), "of an earlier run");
    usableMillis.set(60_000);
    source.goAway();
    CredentialRotator ignored = start(ChangeNotice.NONE);
    usableMillis.set(0);
    eventually("the file is gone", () -> !Files.exists(file()));
  }

  /** 0045: the next sidecar is to know of each lease that a program has. */
  @Test
  void writesNoCredentialWhoseLeaseTheStateCannotTake() throws Exception {
    CredentialRotator running = start(ChangeNotice.NONE);
    eventually("the first credential is there", () -> content().contains("role-1"));
    Path taken = blockState();
    running.rotate("a test asks for it");
    CredentialDelivery made = requireNonNull(delivery);
    eventually("the delivery has failed", () -> made.fault() != null);
    assertThat(made.fault()).hasMessageContaining("cannot write .default.lease");
    assertThat(content()).contains("role-1");
    assertThat(source.revoked).isEmpty();

    Files.delete(taken);
    eventually("the second credential is there", () -> content().contains("role-2"));
    eventually("the lease before is revoked", () -> source.revoked.contains("role-1"));
    assertThat(made.fault()).isNull();
  }

  @Test
  void takesTheCredentialAwayAtItsEndThoughTheStateCannotTakeTheNext() throws Exception {
    CredentialRotator running = start(ChangeNotice.NONE);
    eventually("the first credential is there", () -> content().contains("role-1"));
    Path ignored = blockState();
    running.rotate("a test asks for it");
    CredentialDelivery made = requireNonNull(delivery);
    eventually("the delivery has failed", () -> made.fault() != null);
    clock.advance(ScriptedSource.TTL);
    eventually("the ended credential is gone", () -> !Files.exists(file()));
  }

  @Test
  void triesAgainAfterAFaultOfItsOwnAndTakesAnEndedCredentialAwayMeanwhile() throws Exception {
    CredentialRotator running = start(ChangeNotice.NONE);
    CredentialDelivery made = requireNonNull(delivery);
    eventually("the first credential is there", () -> content().contains("role-1"));
    failing.set(true);
    running.rotate("a test asks for it");
    eventually("the delivery has failed", () -> made.fault() != null);
    assertThat(content()).contains("role-1");
    failing.set(false);
    eventually("the second credential is there", () -> content().contains("role-2"));

    failing.set(true);
    running.rotate("a test asks for it");
    eventually("the delivery has failed", () -> made.fault() != null);
    assertThat(made.fault()).hasMessageContaining("a fault inside Leasehold, java.lang.OutOf");
    clock.advance(ScriptedSource.TTL);
    eventually("the ended credential is gone", () -> !Files.exists(file()));
  }

  @Test
  void writesTheStateOfARenewalAsSoonAsThatCanBe() throws Exception {
    source.makeRenewable();
    CredentialRotator ignored = start(ChangeNotice.NONE);
    eventually("the first credential is there", () -> content().contains("role-1"));
    Path taken = blockState();
    clock.advance(ScriptedSource.TTL.multipliedBy(3).dividedBy(4));
    CredentialDelivery made = requireNonNull(delivery);
    eventually("the renewal is not in the state", () -> made.fault() != null);
    Files.delete(taken);
    eventually("the renewal is in the state", () -> made.fault() == null);
    assertThat(taken).isRegularFile();
    assertThat(content()).contains("role-1");
  }

  @Test
  void keepsAndRenewsTheCredentialUntilVaultGivesOneThatTheFormatCanHold() throws Exception {
    environment.put("LEASEHOLD_FILE_FORMAT", "env");
    environment.put("LEASEHOLD_FILE_PATH", "default.properties");
    source.makeRenewable();
    CredentialRotator running = start(ChangeNotice.NONE);
    eventually("the first credential is there", () -> content().contains("role-1"));
    source.givePassword("'`");
    running.rotate("a test asks for it");
    eventually("an unfit lease is given back", () -> source.revoked.contains("role-2"));
    for (int renewals = 1; renewals <= 2; renewals++) {
      int wanted = renewals;
      clock.advance(ScriptedSource.TTL.multipliedBy(3).dividedBy(4));
      eventually("the lease in use is renewed", () -> source.renewals() >= wanted);
    }
    assertThat(content()).contains("role-1");
    assertThat(requireNonNull(delivery).isReady()).isTrue();
    assertThat(source.revoked).doesNotContain("role-1");

    source.givePassword("fits");
    clock.advance(Duration.ofMinutes(5));
    eventually("the next credential that fits is there", () -> content().contains("=fits\n"));
    eventually("the lease before is revoked", () -> source.revoked.contains("role-1"));
    assertThat(kept).isEmpty();
  }

  /** Puts a directory into the place of the state's file. */
  private Path blockState() throws IOException {
    Path taken = directory.resolve(LeaseStateFile.nameFor("default"));
    Files.delete(taken);
    return Files.createDirectory(taken);
  }

  private Path file() {
    return directory.resolve("default.properties");
  }

  private String content() {
    try {
      return Files.readString(file());
    } catch (IOException none) {
      return "";
    }
  }

  private SidecarSettings settings() throws Exception {
    return SidecarSettings.read(
        new ProcessInputs(null, Map.of(), environment), false, (binding, problems) -> {});
  }

  private CredentialRotator start(ChangeNotice notice) throws Exception {
    return start(notice, Duration.ZERO);
  }

  private CredentialRotator start(ChangeNotice notice, Duration drainAfter) throws Exception {
    SidecarSettings settings = settings();
    OutputFileSettings file = settings.bindings().get(0).file();
    RotationSettings timings = settings.bindings().get(0).timings();
    CredentialVolume opened = CredentialVolume.open(directory, VolumeOptions.DEFAULTS);
    state = new LeaseStateFile(opened, "default", clock, timings.margin());
    CredentialFile written = new CredentialFile(opened, file, FileRenderers.of(file), "", record());
    CredentialDelivery made =
        new CredentialDelivery("default", written, notice, drainAfter, log(), clock);
    CredentialRotator running =
        new CredentialRotator(
            "default",
            new RotationPolicy(
                timings.margin(),
                timings.renewAt(),
                timings.rotateAfter(),
                timings.firstCredentialTimeout(),
                Jitter.of("test")),
            new FittingLeaseSource("default", source, written, kept::add, clock),
            UntriedProbe.INSTANCE,
            made,
            clock);
    volume = opened;
    delivery = made;
    rotator = running;
    made.follow(running);
    running.start();
    return running;
  }

  private LeaseListener log() {
    return new LeaseListener() {
      @Override
      public void drained(Generation generation, Duration after) {
        drained.add(generation.number());
      }
    };
  }

  private DeliveryRecord record() {
    return new DeliveryRecord() {
      @Override
      public void writing(Lease lease, byte[] content, byte @Nullable [] before)
          throws VolumeException {
        if (failing.get()) {
          throw new OutOfMemoryError("by a test");
        }
        assertThat(new String(content, UTF_8)).contains(lease.credential().username());
        assertThat(before == null ? "" : new String(before, UTF_8)).isEqualTo(content());
        requireNonNull(state).writing(lease, content, before);
      }

      @Override
      public Duration usableFor(byte @Nullable [] content) {
        return Duration.ofMillis(usableMillis.get());
      }
    };
  }

  private static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
