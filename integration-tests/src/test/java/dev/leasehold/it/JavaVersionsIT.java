package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.java.JavaRuntime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of it on the JVMs of legacy applications: TLS to Vault, rotations, revocation. */
class JavaVersionsIT {

  private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 11, 21})
  void failsNoQueryAcrossRotations(int version) {
    Optional<JavaRuntime> java = JavaRuntime.find(version);
    Assumptions.assumeTrue(java.isPresent(), "no Java " + version + " is to be had here");
    Map<String, String> settings = Workload.settings(bed);
    settings.put("JAVA_HOME", java.orElseThrow().home().toString());
    settings.put("LEASEHOLD_ROTATE_AFTER", "6s");
    try (Workload workload =
        Workload.start(settings, bed.postgres().url(), Source.hikari("2.7.9"), 100)) {
      workload.rotateTo(3);
      assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
    }
  }
}
