// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.RoleWatch;
import dev.leasehold.it.SessionWatch;
import dev.leasehold.it.Source;
import dev.leasehold.it.Tally;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent in a JVM that may not talk to Vault, on the file that the sidecar keeps fresh. */
class SidecarAndAgentIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final int ROTATIONS = 2;

  @AutoClose private static TestBed bed;

  private Path volume = Path.of("");
  private Path file = Path.of("");

  @BeforeAll
  static void start() {
    bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, Duration.ofHours(1)));
  }

  @BeforeEach
  void mount() throws IOException {
    volume = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-it-");
    file = volume.resolve("default.properties");
  }

  @AfterEach
  void unmount() {
    ServerDirectory.remove(volume);
  }

  @Test
  void agentFollowsRenewalsAndRotationsOfTheSidecarWithoutAFailedQuery() {
    try (RoleWatch roles = RoleWatch.start(bed.postgres());
        SessionWatch sessions = SessionWatch.start(bed.postgres());
        RunningSidecar sidecar = RunningSidecar.start(settings());
        Workload workload = startAgent()) {
      workload.load(2);
      workload.awaitGeneration(1, BOUND);
      outliveTheFirstEnd(workload);
      for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
        rotate(sidecar, workload, rotation + 1);
      }
      workload.awaitQueries(50);
      workload.load(0);
      Tally tally = workload.stop();
      assertThat(workload.failures()).isEmpty();
      assertThat(tally.failed()).isZero();
      assertThat(tally.wrong()).as("statements on a role past its lease").isZero();
      assertThat(sidecar.stop()).as("exit code").isZero();
      assertThat(roles.most()).as("roles at once").isEqualTo(2);
      assertThat(sessions.most()).as("sessions past their lease").isZero();
      assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
    }
  }

  /** The end in the file moves on, and the agent has the same generation after it. */
  private void outliveTheFirstEnd(Workload workload) {
    Instant end = validUntil();
    Eventually.holds("a later end in the file", BOUND, () -> validUntil().isAfter(end));
    workload.awaitLog(BOUND, "generation 1 ", "lease renewed for ");
    Eventually.holds("the first end is over", BOUND, () -> Instant.now().isAfter(end));
    assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
    assertThat(workload.on("a", "release")).isEqualTo("released");
    assertThat(workload.generations()).as("no rotation").isEqualTo(1);
  }

  /** The role before is revoked by the sidecar, and not by the agent. */
  private static void rotate(RunningSidecar sidecar, Workload workload, int generation) {
    String before = bed.postgres().ephemeralRoles().get(0);
    int mark = sidecar.mark();
    sidecar.rotate();
    String role = sidecar.awaitRole(mark);
    assertThat(workload.awaitGenerationOf(role, BOUND)).isEqualTo(generation);
    workload.awaitLog(BOUND, "(" + before + "): last connection closed");
    sidecar.await(mark, "role " + before + " is revoked");
  }

  private Instant validUntil() {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
    return Instant.parse(properties.getProperty("valid_until"));
  }

  private Workload startAgent() {
    Map<String, String> agent =
        Map.of(
            "LEASEHOLD_CREDS",
            "file:" + file,
            "LEASEHOLD_MARGIN",
            "1s",
            "LEASEHOLD_LOG_LEVEL",
            "debug");
    return Workload.start(agent, bed.postgres().url(), Source.HIKARI, 100).awaitReady();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_VOLUME", volume.toString());
    settings.put("LEASEHOLD_MARGIN", "1s");
    settings.put("LEASEHOLD_DRAIN_AFTER", "2s");
    return settings;
  }
}
