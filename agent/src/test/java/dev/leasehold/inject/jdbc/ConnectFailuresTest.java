// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Generation;
import dev.leasehold.observe.OneLease;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectFailuresTest {

  @Test
  void saysThatTheHostsOfAUrlCannotBeReadRatherThanWhatStandsForThem() {
    Target server = Target.of("db", 5432, "orders");
    Targets odd = Targets.unreadable("jdbc:postgresql:1f3a");
    Throwable unread = ConnectFailures.ledElsewhere("orders", server, odd);
    assertThat(unread)
        .hasMessageContaining("binding orders: the driver is about to log in to db:5432/orders")
        .hasMessageContaining("the hosts of the connection's URL cannot be read with certainty")
        .hasMessageContaining("Write the hosts plainly, as in host:port,host:port")
        .hasMessageNotContaining("1f3a");
    Targets other = Targets.of(Target.of("a", 1, "x"));
    Throwable elsewhere = ConnectFailures.ledElsewhere("orders", server, other);
    assertThat(elsewhere)
        .hasMessageContaining("none of the servers that the connection was matched by (a:1/x)");
  }

  @Test
  void namesAtADeadlineHowLongATransactionMayTake() throws Exception {
    Generation generation = OneLease.generation("orders", "v-orders", Duration.ofSeconds(60));
    Throwable ended = ConnectFailures.leaseEnded(generation, null, new SQLException("broken"));

    assertThat(ended)
        .hasMessageStartingWith("Leasehold: the lease of this connection has ended (binding orders")
        .hasMessageContaining("keep transactions shorter than a quarter of the lease's TTL")
        .hasMessageContaining(
            "set the role's default_ttl and max_ttl to at least four times the longest transaction")
        .hasMessageNotContaining("shorter than the lease");
  }

  @Test
  void showsNoControlCharacterOfADatabase() throws Exception {
    Generation generation = OneLease.generation("orders", "v-orders", Duration.ofSeconds(60));
    SQLException hostile = new SQLException("a\u001b[31mb\nc\u202ed", "28P01");
    Target server = Target.of("db", 5432, "orders");
    for (Throwable told :
        List.of(
            ConnectFailures.refused("probe failed: " + hostile.getMessage(), null),
            ConnectFailures.rejectedAgain(generation, server, hostile),
            ConnectFailures.leaseEnded(generation, "SQLState " + hostile.getMessage(), null),
            ConnectFailures.roleRefused("v-orders", "app_owner", hostile))) {
      assertThat(told).hasMessageContaining("a?[31mb c?d");
    }
  }
}
