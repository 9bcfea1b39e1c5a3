// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SecrecyIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(9), Duration.ofSeconds(30)));
    // So that the server's log shows every password issued, for this test to look for.
    bed.vault().api().write("database/config/app", Map.of("password_authentication", "password"));
    bed.postgres().query("ALTER SYSTEM SET log_statement = 'all'");
    bed.postgres().query("SELECT pg_reload_conf()");
  }

  @Test
  void printsNoSecretAtDebugThroughRotationRevocationAndOutage() throws Exception {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_LOG_LEVEL", "debug");
    settings.put("LEASEHOLD_METRICS_JMX", "on");
    settings.put("LEASEHOLD_MARGIN", "2s");
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    List<String> output = new ArrayList<>();
    List<String> log = new ArrayList<>();
    try (Workload workload = Workload.start(settings, bed.postgres().url(), Source.HIKARI, 200)) {
      workload.awaitReady().load(4);
      workload.awaitGeneration(3, BOUND);
      bed.vault().revokePrefix(TestBed.CREDS_PATH);
      workload.awaitGeneration(4, BOUND);
      long pid = workload.application().handle().pid();
      assertThat(LocalJmx.start(pid)).isNotEmpty();
      workload.awaitLog("metrics are in JMX", BOUND);
      output.addAll(Diagnosis.of(pid));
      assertThat(output).anyMatch(line -> line.startsWith("dev.leasehold:type=Binding"));
      bed.vault().stop();
      workload.awaitLog("connections are refused from now on", BOUND);
      bed.vault().start();
      long generations = workload.generations();
      Eventually.holds("recovery", BOUND, () -> workload.generations() > generations);
      workload.load(0);
      workload.stop();
      log.addAll(workload.application().errors().all());
      log.addAll(workload.application().output().all());
      output.addAll(log);
    }
    Set<String> secrets = passwords();
    assertThat(secrets).as("passwords issued").hasSizeGreaterThanOrEqualTo(5);
    secrets.add(Files.readString(bed.tokenFile()).trim());
    assertThat(linesWith(secrets, output)).isEmpty();
    assertThat(linesWith(Set.of("hvs."), output)).as("Vault tokens").isEmpty();
    assertThat(linesWith(Set.of("static-password"), log)).isEmpty();
  }

  private static List<String> linesWith(Set<String> secrets, List<String> lines) {
    return lines.stream().filter(line -> secrets.stream().anyMatch(line::contains)).toList();
  }

  /** The server's log has each creation statement as Vault sent it, with the password quoted. */
  private static Set<String> passwords() throws IOException {
    Set<String> passwords = new TreeSet<>();
    Matcher matcher =
        Pattern.compile("leasehold\\.password', \\$\\w+\\$([^$]+)\\$")
            .matcher(Files.readString(bed.postgres().log()));
    while (matcher.find()) {
      passwords.add(matcher.group(1));
    }
    return passwords;
  }
}
