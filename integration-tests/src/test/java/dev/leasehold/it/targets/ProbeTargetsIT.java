// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Relay;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A new credential is tried on the targets that answered last, on as many as {@code
 * leasehold.probe-targets} says. A target that is down holds up none.
 */
class ProbeTargetsIT {

  private static final Duration BOUND = Duration.ofSeconds(90);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofHours(1), Duration.ofHours(24)));
  }

  /** The target that answered last is down, so nobody is asked until another has answered since. */
  @Test
  void triesANewCredentialOnNoMoreTargetsThanTheSettingSays() {
    try (Relay first = Relay.to(bed.postgres().port());
        Relay second = Relay.to(bed.postgres().port());
        Client client = Client.start(settings(1), Client.PGJDBC)) {
      assertThat(connect(client, first).isLeased()).isTrue();
      assertThat(connect(client, second).isLeased()).isTrue();
      awaitMore(client, 1);
      second.refuse();
      client.awaitLog(BOUND, "probe failed");
      assertThat(connect(client, first).isLeased()).isTrue();
      awaitMore(client, 2);
    }
  }

  @Test
  void isHeldUpByNoneOfThemThatIsDown() {
    try (Relay first = Relay.to(bed.postgres().port());
        Relay second = Relay.to(bed.postgres().port());
        Client client = Client.start(settings(2), Client.PGJDBC)) {
      assertThat(connect(client, first).isLeased()).isTrue();
      assertThat(connect(client, second).isLeased()).isTrue();
      second.stall();
      awaitMore(client, 2);
      second.refuse();
      awaitMore(client, 2);
      assertThat(connect(client, first).isLeased()).isTrue();
      assertThat(client.logged("probe failed")).isEmpty();
    }
  }

  private static void awaitMore(Client client, int generations) {
    client.awaitGenerations(client.roles().size() + generations, BOUND);
  }

  private static Answer connect(Client client, Relay server) {
    String name = "to-" + server.port();
    return client
        .source(name, "jdbc:postgresql://127.0.0.1:%d/app".formatted(server.port()))
        .connect(name);
  }

  private static Map<String, String> settings(int targets) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", "jdbc:postgresql://127.0.0.1:*/app");
    settings.put("LEASEHOLD_PROBE_TARGETS", Integer.toString(targets));
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    return settings;
  }
}
