// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DriverArrivalTest {

  private final DriverArrival arrival = new DriverArrival();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void runsTheTaskOnceWhenADriverIsLoaded() {
    arrival.then(runs::incrementAndGet);
    assertThat(runs).hasValue(0);
    arrival.loading();
    arrival.loading();
    assertThat(runs).hasValue(1);
  }

  @Test
  void runsATaskAtOnceThatComesLater() {
    arrival.loading();
    arrival.then(runs::incrementAndGet);
    assertThat(runs).hasValue(1);
  }

  @Test
  void passesOverWhoLoadsEveryDriverThereIs() {
    assertThat(DriverArrival.isListed(stack("java.sql.DriverManager"))).isTrue();
    assertThat(DriverArrival.isListed(stack("java.util.ServiceLoader$LazyIterator"))).isTrue();
    assertThat(DriverArrival.isListed(stack("com.zaxxer.hikari.HikariConfig"))).isFalse();
  }

  private static StackTraceElement[] stack(String caller) {
    return new StackTraceElement[] {
      new StackTraceElement("java.lang.Class", "forName", "Class.java", 1),
      new StackTraceElement(caller, "load", "Caller.java", 1),
      new StackTraceElement("com.example.Main", "main", "Main.java", 1)
    };
  }
}
