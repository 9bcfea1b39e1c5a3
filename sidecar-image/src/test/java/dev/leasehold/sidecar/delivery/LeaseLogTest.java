// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.Secret;
import dev.leasehold.sidecar.log.LogOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaseLogTest {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private final LeaseLog log = new LeaseLog();

  @Test
  void namesTheMaximumOnceALeaseOfTheBindingHasComeNearIt() {
    List<String> lines =
        linesOf(
            () -> {
              log.published(generation(1, true, null), "start");
              log.renewed(generation(1, true, null));
              log.published(generation(2, true, null), "SIGHUP");
              log.renewed(generation(2, true, Duration.ofSeconds(120)));
              log.published(generation(3, true, null), "horizon");
              log.published(generation(4, false, null), "horizon");
            });
    assertThat(lines.stream().map(line -> line.replaceAll(".* - ", "")))
        .containsExactly(
            "orders: generation 1 is current: role v-orders, lease 60 s (start)",
            "orders: generation 2 is current: role v-orders, lease 60 s (SIGHUP)",
            "orders: generation 3 is current: role v-orders, lease 60 s of 120 s at most (horizon)",
            "orders: generation 4 is current: role v-orders, lease 60 s, not renewable (horizon)");
  }

  private static List<String> linesOf(Runnable step) {
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    LogOutput.flush(BOUND);
    System.setErr(new PrintStream(output, true, UTF_8));
    try {
      step.run();
      LogOutput.flush(BOUND);
    } finally {
      System.setErr(before);
    }
    return output.toString(UTF_8).lines().toList();
  }

  private static Generation generation(long number, boolean renewable, @Nullable Duration maximum) {
    Credential credential = new Credential("v-orders", Secret.of("pw"));
    Duration minute = Duration.ofSeconds(60);
    Lease lease = new Lease("id", credential, LeaseClock.system().now(), minute, renewable, true);
    return (Generation)
        Proxy.newProxyInstance(
            Generation.class.getClassLoader(),
            new Class<?>[] {Generation.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "binding" -> "orders";
                  case "number" -> number;
                  case "lease" -> lease;
                  case "maximum" -> maximum;
                  default -> throw new AssertionError(method);
                });
  }
}
