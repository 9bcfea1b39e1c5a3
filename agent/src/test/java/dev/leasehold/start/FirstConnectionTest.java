// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.observe.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstConnectionTest {

  private final List<String> lines = new ArrayList<>();
  private final Log log = new Log(lines::add, Log.Level.INFO, "4711");
  private final FirstConnection connection = new FirstConnection();

  @Test
  void saysOnceThatNoneHasCome() {
    connection.await(Duration.ofNanos(1), log);

    assertThat(connection.wasAsked()).isFalse();
    assertThat(lines)
        .singleElement()
        .asString()
        .contains(" INFO ", "no connection that a binding is for", "docs/launchers.md");
  }

  /** As docs/launchers.md says. */
  @Test
  void waitsForFiveMinutes() {
    assertThat(FirstConnection.PATIENCE).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void saysNothingOnceOneHasCome() {
    connection.asked();
    connection.await(FirstConnection.PATIENCE, log);

    assertThat(connection.wasAsked()).isTrue();
    assertThat(lines).isEmpty();
  }
}
