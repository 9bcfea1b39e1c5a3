// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of the file that Kubernetes shows, here a file that a setting names. */
class TerminationMessageIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(9);

  @AutoClose private static TestBed bed;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path directory;

  private Path file = Path.of("");

  @BeforeAll
  static void start() {
    bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, Duration.ofSeconds(30)));
  }

  @BeforeEach
  void asTheKubeletDoes() throws IOException {
    file = Files.createFile(directory.resolve("termination-log"));
  }

  @Test
  void saysWhyThereIsNoCredentialUntilThereIsOne() {
    bed.vault().stop();
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "2s");
    try (Workload workload = start(settings)) {
      String refusal = workload.refusal();
      assertThat(content())
          .startsWith("Leasehold: binding default ")
          .contains(bed.vault().address().getAuthority());
      assertThat(refusal).contains("binding default got no credential within 2000 ms");
      bed.vault().start();
      workload.awaitGeneration(1, BOUND);
      Eventually.holds("the reason is gone", BOUND, () -> content().isEmpty());
      workload.stop();
    }
    assertThat(content()).as("after an end in good order").isEmpty();
  }

  @Test
  void saysWhyALeaseHasNoSuccessor() {
    try (Workload workload = start(settings())) {
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      assertThat(content()).isEmpty();
      bed.vault().stop();
      workload.awaitLog("connections are refused from now on", BOUND);
      Eventually.holds("a reason", BOUND, () -> content().contains("has no valid lease"));
      bed.vault().start();
      workload.awaitGeneration(2, BOUND);
      Eventually.holds("the reason is gone", BOUND, () -> content().isEmpty());
      workload.stop();
    }
  }

  @Test
  void namesTheSettingThatIsWrong() {
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_MARGINN", "2s");
    try (Workload workload = start(settings)) {
      assertThat(workload.refusal()).contains("LEASEHOLD_MARGINN");
      assertThat(content())
          .isEqualTo(
              "Leasehold: the configuration is wrong: LEASEHOLD_MARGINN: unknown setting; did you"
                  + " mean LEASEHOLD_MARGIN?");
      workload.stop();
    }
  }

  /** In observe mode the application goes on without. */
  @Test
  void saysNothingInObserveMode() {
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_MODE", "observe");
    settings.put("LEASEHOLD_AUTH_ROLE", "nobody");
    try (Workload workload = start(settings)) {
      assertThat(workload.on("a", "borrow")).startsWith("failed ");
      workload.awaitLog("fetch failed", BOUND);
      assertThat(content()).isEmpty();
      workload.stop();
    }
  }

  private static Workload start(Map<String, String> settings) {
    return Workload.start(settings, bed.postgres().url(), Source.DRIVER_MANAGER, 100).awaitReady();
  }

  private String content() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_MARGIN", "2s");
    settings.put("LEASEHOLD_TERMINATION_LOG", file.toString());
    return settings;
  }
}
