// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.vault.DatabaseEngine;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseEngineTest {
  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  @Test
  void rotatesTheUserOfAStaticRole() throws Exception {
    bed.postgres()
        .query("CREATE ROLE legacy LOGIN IN ROLE app_rw; GRANT legacy TO vault WITH ADMIN OPTION");
    bed.vault().database().staticRole("legacy", "legacy", Duration.ofHours(1));
    JsonNode lease = bed.vault().api().read("database/static-creds/legacy");
    Application.logIn(bed).connect(lease).close();
  }

  @Test
  void reachesPostgresThroughARelay() throws Exception {
    Application application = Application.logIn(bed);
    DatabaseEngine database = bed.vault().database();
    try (Relay relay = Relay.to(bed.postgres().port())) {
      database.connect(bed.postgres(), relay.port());
      application.lease();
      assertThat(relay.connections()).isPositive();
      relay.refuse();
      relay.cut();
      assertThatThrownBy(application::lease).hasMessageContaining("Vault answered 500");
      relay.pass();
      application.lease();
    } finally {
      database.connect(bed.postgres());
    }
  }
}
