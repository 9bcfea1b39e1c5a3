// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.rotation.OneGeneration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionMetricsTest {

  private final MetricsFixture metrics = new MetricsFixture();

  @Test
  void tellsConnectionsThatDrainFromThoseOfTheCurrentGenerationAndOfOtherBindings() {
    Generation earlier = OneGeneration.retired("orders", 1, metrics.clock);
    Generation current = metrics.generation(2);
    Generation other = OneGeneration.of("stock", 1, metrics.clock, Duration.ofSeconds(9));
    metrics.registry.add("orders", List.of(), () -> Map.of(earlier, 2, current, 5, other, 7));
    assertThat(metrics.value("leasehold_connections{binding=orders, state=current}")).isEqualTo(5);
    assertThat(metrics.value("leasehold_connections{binding=orders, state=draining}")).isEqualTo(2);
  }

  @Test
  void knowsWhetherAnyOfTheBindingsIsOpen() {
    Generation own = metrics.generation(2);
    Generation other = OneGeneration.of("stock", 1, metrics.clock, Duration.ofSeconds(9));
    assertThat(metrics.registry.add("a", List.of(), () -> Map.of(own, 1)).isAnyOpen()).isFalse();
    ConnectionMetrics none =
        metrics.registry.add("orders", List.of(), () -> Map.of(own, 0, other, 1));
    assertThat(none.isAnyOpen()).isFalse();
    ConnectionMetrics one = metrics.registry.add("orders", List.of(), () -> Map.of(own, 1));
    assertThat(one.isAnyOpen()).isTrue();
  }

  @Test
  void countsHowConnectionsGo() {
    ConnectionMetrics connections = metrics.registry.add("orders", List.of(), Map::of);
    connections.closed(Duration.ofMillis(2_999));
    connections.closed(Duration.ofSeconds(3));
    connections.closed(Duration.ofMinutes(1));
    connections.aborted(4);
    connections.refused();
    connections.rejected();
    String series = "leasehold_connections_retired_total{binding=orders, reason=";
    assertThat(metrics.value(series + "idle}")).isEqualTo(1);
    assertThat(metrics.value(series + "returned}")).isEqualTo(2);
    assertThat(metrics.value(series + "aborted}")).isEqualTo(4);
    assertThat(metrics.value("leasehold_connections_refused_total{binding=orders}")).isEqualTo(1);
    assertThat(metrics.value("leasehold_rejected_credentials_total{binding=orders}")).isEqualTo(1);
  }

  @Test
  void countsMovedConnectionsAndThoseThatStayEachByItsReason() {
    ConnectionMetrics connections =
        metrics.registry.add("orders", List.of("lock", "setting"), Map::of);
    connections.handedOver();
    connections.handedOver();
    connections.pinned("lock");
    assertThat(metrics.value("leasehold_connections_handed_over_total{binding=orders}"))
        .isEqualTo(2);
    String series = "leasehold_connections_pinned_total{binding=orders, reason=";
    assertThat(metrics.value(series + "lock}")).isEqualTo(1);
    assertThat(metrics.value(series + "setting}")).isZero();
    assertThatThrownBy(() -> connections.pinned("role"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
