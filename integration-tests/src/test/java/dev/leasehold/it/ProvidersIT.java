// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application's changes to the security providers of its JVM do not matter to the agent. */
class ProvidersIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  /** Put first while the agent begins its first handshake with Vault, and the JDK's taken away. */
  @ParameterizedTest
  @CsvSource({
    "org.conscrypt.OpenSSLProvider, conscrypt-openjdk-uber-2.2.1",
    "org.conscrypt.OpenSSLProvider, conscrypt-openjdk-uber-2.5.2",
    "org.bouncycastle.jcajce.provider.BouncyCastleFipsProvider, bc-fips-2.0.0"
  })
  void anotherProviderIsFirst(String provider, String library) {
    try (Application program =
        program(List.of(library), "insert", provider, bed.postgres().url())) {
      program.output().await(0, "done"::equals, BOUND);
      rotates(program);
    }
  }

  @Test
  void allProvidersAreRemovedAtTheStart() {
    try (Application program = program(List.of(), "remove", "first", bed.postgres().url())) {
      assertOnlyTheDriverFails(program);
      program.output().await(0, "done"::equals, BOUND);
      rotates(program);
    }
  }

  @Test
  void allProvidersAreRemovedAfterTheFirstLogin() {
    try (Application program = program(List.of(), "remove", "later", bed.postgres().url())) {
      awaitGeneration(program, 1);
      program.tell("on");
      assertOnlyTheDriverFails(program);
      program.output().await(0, "done"::equals, BOUND);
      rotates(program);
    }
  }

  /** It has no hash to log in with. */
  private static void assertOnlyTheDriverFails(Application program) {
    String failure = program.output().await(0, line -> line.startsWith("failed: "), BOUND);
    assertThat(failure).doesNotContain("Leasehold");
  }

  private static void rotates(Application program) {
    awaitGeneration(program, 2);
    program.endInput();
    assertThat(program.awaitExit(BOUND)).isZero();
    assertThat(program.errors().all()).last().asString().contains("the JVM ends; revoked: role ");
    assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
  }

  private static void awaitGeneration(Application program, int number) {
    String current = "generation " + number + " is current";
    program.errors().await(0, line -> line.contains(current), BOUND);
  }

  private static Application program(List<String> libraries, String... arguments) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    return Application.start(settings, SmallProgram.command(libraries, arguments));
  }
}
