// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.retire.HandOverResult.HandOverKind;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random histories of calls on two connections, of which one connection is moved between two calls
 * at random. Both have the same results, the same errors, the same state. The seed is in the
 * message of a failure.
 */
class HandOverHistoriesTest {

  private static final int HISTORIES = Integer.getInteger("leasehold.hand-overs", 6);

  private static final long SEED = Long.getLong("leasehold.seed", new Random().nextLong() >>> 16);

  /**
   * One history in so many has calls after which the driver moves nothing more, so it has a driver
   * of its own.
   */
  private static final int DRAWS_ONE_IN = 50;

  private static final Map<PostgresVersion, PostgresServer> SERVERS =
      new EnumMap<>(PostgresVersion.class);

  private static final Map<String, Integer> RESULTS = new TreeMap<>();

  @BeforeAll
  static void startServers() {
    System.out.println("hand-over histories from seed " + SEED);
    for (PostgresVersion version : PostgresVersion.values()) {
      SERVERS.put(version, HistoryPair.server(version));
    }
  }

  @AfterAll
  static void stopServers() {
    SERVERS.values().forEach(PostgresServer::close);
    System.out.println("hand-over histories: " + RESULTS);
  }

  @ParameterizedTest
  @CsvSource({
    "V15, postgresql-42.2.2, extended, never",
    "V18, postgresql-42.2.29, extendedForPrepared, conservative",
    "V15, postgresql-42.6.2, extendedForPrepared, always",
    "V18, postgresql-newest, extended, conservative",
    "V15, postgresql-newest, extended, always",
    "V18, postgresql-newest, simple, never",
    "V18, postgresql-newest, extendedCacheEverything, never"
  })
  void aConnectionThatIsMovedAnswersAsOneThatIsNot(
      PostgresVersion version, String library, String mode, String autosave) throws Exception {
    PostgresServer server = Objects.requireNonNull(SERVERS.get(version));
    List<String> properties = List.of("preferQueryMode", mode, "autosave", autosave);
    Map<HandOverKind, Integer> results = new EnumMap<>(HandOverKind.class);
    try (MovableSessions sessions = new MovableSessions(server, library)) {
      for (int i = 1; i <= HISTORIES; i++) {
        new RandomCalls(SEED + i, properties, results).live(server, sessions, false);
      }
    }
    for (int i = 0; i < HISTORIES / DRAWS_ONE_IN; i++) {
      try (MovableSessions sessions = new MovableSessions(server, library)) {
        new RandomCalls(SEED - i, properties, results).live(server, sessions, true);
      }
    }
    results.forEach((kind, count) -> RESULTS.merge(kind.name(), count, Integer::sum));
    assertThat(results).as("seed %d", SEED).containsKey(HandOverKind.MOVED);
  }
}
