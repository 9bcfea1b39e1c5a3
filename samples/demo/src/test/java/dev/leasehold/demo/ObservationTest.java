// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("dev.leasehold.testbed.prometheus.PrometheusTools#isAvailable")
class ObservationTest {

  @Test
  @Timeout(60)
  void drawsWhatPrometheusHasScraped(@TempDir Path directory) throws IOException {
    Tally tally = new Tally();
    tally.served(7);
    Instant now = Instant.now();
    tally.failed(new Failure(now, now, "HTTP 500"));
    try (Observation observation = Observation.start(tally)) {
      Outage outage = new Outage(now, now.plus(Duration.ofSeconds(2)), 7);
      String drawn = "";
      while (!drawn.contains("<title>failed</title>")) { // Until the first scrape is there.
        Path file = directory.resolve("run.html");
        Events events = new Events(null, null, outage);
        drawn = Files.readString(observation.draw(file, events, List.of("All of it held.")));
      }
      assertThat(drawn).contains("Vault is away", "All of it held.");
      assertThat(drawn).as("what nobody scraped").doesNotContain("Connections", "Generation");
      assertThat(observation.listen(true).name()).isEqualTo("LEASEHOLD_HEALTH_LISTEN");
      assertThat(observation.listen(false).name()).isEqualTo("LEASEHOLD_METRICS_LISTEN");
    }
  }
}
