// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.FakeClock;
import dev.leasehold.it.Jars;
import dev.leasehold.it.RoleWatch;
import dev.leasehold.it.SessionWatch;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The samples that are not on a JVM under load: rotations, a sidecar that is killed in the middle
 * of a rotation, a revocation.
 */
class SamplesOffTheJvmIT {

  private static final int FEW = 6;
  private static final int ROTATIONS = Math.min(20, Integer.getInteger("leasehold.rotations", FEW));

  /**
   * The first sidecar's clock is set forward by it once the program has let its connections go. So
   * no busy machine makes a program late, and nobody waits for it. A sidecar may count from after
   * the clock was set, as it was slow to take note of its own signal. It is done within the bound.
   */
  private static final Duration DRAIN_AFTER = Duration.ofSeconds(40);

  /** The time that a sidecar waits that takes over leases, by a clock that is not set. */
  private static final Duration DRAIN_AFTER_TAKING_OVER = Duration.ofSeconds(25);

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** How many connections each program keeps open under load. */
  private static final int CONNECTIONS = 4;

  @AutoClose private static TestBed bed;

  private final List<RunningSidecar> sidecars = new ArrayList<>();
  private final FakeClock clock = FakeClock.right();
  private Duration ahead = Duration.ZERO;
  private Path volume = Path.of("");
  private Path pidFile = Path.of("");

  @BeforeAll
  static void start() throws IOException {
    bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, LONGEST));
    bed.postgres()
        .executeAsOwner(Files.readString(Jars.built("samples/spring-boot-orders/schema.sql")));
  }

  /** PgBouncer's user has to pass through the volume. */
  @BeforeEach
  void mount() throws IOException {
    volume = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-it-");
    Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwx--x--x"));
    pidFile = volume.resolve("signalled.pid");
  }

  @AfterEach
  void unmount() {
    sidecars.forEach(RunningSidecar::close);
    clock.remove();
    ServerDirectory.remove(volume);
  }

  @ParameterizedTest
  @EnumSource
  void failNoQueryButThoseOfARevocation(Sample sample) throws Exception {
    Map<String, String> settings = settings(sample);
    settings.putAll(clock.environment());
    try (RoleWatch roles = RoleWatch.start(bed.postgres());
        SessionWatch sessions = SessionWatch.start(bed.postgres())) {
      RunningSidecar first = startSidecar(settings);
      try (Pod pod = sample.start(bed, volume)) {
        Files.writeString(pidFile, pod.signalled() + "\n");
        serve(first, settings, pod);
        System.out.printf("%s: %s%n", sample, pod.application().lastTally());
      }
      assertThat(sidecars.get(1).stop()).as("exit code").isZero();
      assertThat(roles.most()).as("roles at once").isEqualTo(2);
      assertThat(sessions.most()).as("sessions whose role is gone").isZero();
      Eventually.holds("no role is left", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
    }
  }

  private RunningSidecar startSidecar(Map<String, String> settings) {
    RunningSidecar sidecar = RunningSidecar.start(settings);
    sidecars.add(sidecar);
    return sidecar;
  }

  private void serve(RunningSidecar first, Map<String, String> settings, Pod pod)
      throws IOException {
    OrdersProgram application = pod.application();
    for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
      rotate(first);
    }
    RunningSidecar second = killInARotation(first, settings, pod);
    rotate(second);
    application.awaitQueries();
    assertThat(application.failures(0)).as("before the revocation").isEmpty();

    revoke(second, application);
    int healthy = application.mark();
    rotate(second);
    application.awaitQueries();
    application.stop();
    assertThat(application.failures(healthy)).as("after the revocation").isEmpty();
    assertThat(application.queries()).isGreaterThan(ROTATIONS * 50L);
  }

  /** Rotates as an operator does, and lets the drain time pass when the program has followed. */
  private void rotate(RunningSidecar sidecar) {
    String before = onlyRole();
    awaitConnections(before); // A connection that is being opened would keep the credential before.
    int mark = sidecar.mark();
    sidecar.rotate();
    String after = sidecar.awaitRole(mark);
    sidecar.await(mark, "SIGHUP was sent to ");
    awaitConnections(after);
    Eventually.holds("no connection of the role before", BOUND, () -> sessions(before) == 0);
    assertThat(bed.postgres().ephemeralRoles()).as("kept for its drain time").contains(before);
    pass(DRAIN_AFTER);
    sidecar.await(mark, "role " + before + " is revoked");
    assertThat(bed.postgres().ephemeralRoles()).containsExactly(after);
  }

  private static void awaitConnections(String role) {
    Eventually.holds("all connections", BOUND, () -> sessions(role) == CONNECTIONS);
  }

  private static int sessions(String role) {
    return bed.postgres().sessions().getOrDefault(role, 0);
  }

  /** Sets the sidecar's clock forward. */
  private void pass(Duration time) {
    ahead = ahead.plus(time);
    clock.set("+" + ahead.toSeconds());
  }

  private static String onlyRole() {
    List<String> roles = bed.postgres().ephemeralRoles();
    assertThat(roles).hasSize(1);
    return roles.get(0);
  }

  /** Kills the sidecar when the new credential is in the file and the program does not know. */
  private RunningSidecar killInARotation(
      RunningSidecar sidecar, Map<String, String> settings, Pod pod) throws IOException {
    String before = onlyRole();
    int mark = sidecar.mark();
    Files.writeString(pidFile, "being written\n");
    sidecar.rotate();
    String role = sidecar.awaitRole(mark);
    sidecar.await(mark, "SIGHUP was not sent. ");
    sidecar.kill();
    Files.writeString(pidFile, pod.signalled() + "\n");
    settings.put("LEASEHOLD_DRAIN_AFTER", DRAIN_AFTER_TAKING_OVER.toSeconds() + "s");
    RunningSidecar next = startSidecar(settings);
    assertThat(next.awaitRole(0)).as("the role that is taken over").isEqualTo(role);
    Eventually.holds(
        "the role before is gone",
        BOUND,
        () -> bed.postgres().ephemeralRoles().equals(List.of(role)));
    assertThat(before).isNotEqualTo(role);
    return next;
  }

  /** Takes the role away, and waits until the sidecar and the program have come over it. */
  private void revoke(RunningSidecar sidecar, OrdersProgram application) {
    String before = onlyRole();
    int mark = sidecar.mark();
    bed.vault().revokePrefix(TestBed.CREDS_PATH);
    pass(LEASE.multipliedBy(2).dividedBy(3)); // The sidecar renews the lease then.
    assertThat(sidecar.awaitRole(mark)).isNotEqualTo(before);
    application.awaitHealthy();
  }

  private Map<String, String> settings(Sample sample) {
    Map<String, String> settings = Workload.settings(bed);
    settings.putAll(sample.file(bed, volume));
    settings.put("LEASEHOLD_VOLUME", volume.toString());
    settings.put("LEASEHOLD_MARGIN", "1s");
    settings.put("LEASEHOLD_DRAIN_AFTER", DRAIN_AFTER.toSeconds() + "s");
    settings.put("LEASEHOLD_SIGNAL", "HUP");
    settings.put("LEASEHOLD_SIGNAL_PID_FILE", pidFile.toString());
    return settings;
  }
}
