// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Micronaut with its Micrometer, as it sets that up. Says which meters its registries have for each
 * line on standard input. Arguments: URL, user, password.
 */
public final class MicronautMeters {

  private MicronautMeters() {}

  public static void main(String[] args) throws IOException, SQLException {
    try (ApplicationContext context = ApplicationContext.run();
        Connection connection = Database.of(args).connect()) {
      Output.say("connected as " + Database.user(connection));
      CompositeMeterRegistry registry = context.getBean(CompositeMeterRegistry.class);
      while (!Input.next().equals("stop")) {
        registry.getRegistries().forEach(each -> each.getMeters().forEach(MicronautMeters::say));
        Output.say("all meters");
      }
    }
  }

  private static void say(Meter meter) {
    double value = meter.measure().iterator().next().getValue();
    Output.say("meter " + meter.getId().getName() + " " + value);
  }
}
