// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every reactive pool, when its first connection ends while that is set up. Each place where it
 * ends is a pool of its own, behind a network of its own.
 */
class ReactiveFirstSetUpIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** Short, as its end is waited for. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  /**
   * How many bytes of the server's answers come through, and one byte more. They are no answer, the
   * first of the two about the password, both, and the answer after the login has succeeded.
   */
  private static final List<Long> IN_THE_LOGIN = List.of(1L, 100L, 160L, 400L);

  /** R2DBC's client asks for types when it is logged in. */
  private static final long AFTER_IT = 700;

  private static final int POOL_SIZE = 2;

  private static final String ABORTED = "connections aborted: ";

  @AutoClose private static TestBed bed;

  private final List<Relay> networks = new ArrayList<>();

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults()
                .withLease(LEASE, Duration.ofMinutes(1))
                .withMaxConnections(200));
  }

  @AfterEach
  void closeNetworks() {
    networks.forEach(Relay::close);
  }

  @Test
  void servesAgainWhereverItsFirstConnectionEnds() {
    Map<Source, List<Place>> places = new HashMap<>();
    List<Source> every =
        Stream.concat(ReactiveIT.EVERY.stream(), Stream.of(ReactiveIT.PROXIED)).toList();
    try (Fleet fleet = Fleet.start(every, ReactiveFirstSetUpIT::workload)) {
      fleet.each((source, workload) -> places.put(source, all(source, workload)));
      fleet.each(
          (source, workload) -> {
            List<Place> ends = Objects.requireNonNull(places.get(source));
            for (Place place : ends) {
              assertThat(workload.on(place.name, "get")).as(place.name).startsWith("failed ");
              place.network.pass();
            }
            if (isR2dbc(source)) {
              Eventually.holds(
                  "those that are held are aborted",
                  BOUND,
                  () -> aborted(workload) >= ends.size() / 2);
            }
          });
      fleet.each(
          (source, workload) -> {
            for (Place place : Objects.requireNonNull(places.get(source))) {
              place.serves(workload);
            }
            workload.stop();
          });
    }
  }

  private static Workload workload(Source source) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "2500ms");
    settings.put("LEASEHOLD_MARGIN", "2s");
    settings.put("LEASEHOLD_URL", "jdbc:postgresql://127.0.0.1:*/" + PostgresServer.DATABASE);
    return Workload.start(settings, bed.postgres().url(), source, "SELECT true", POOL_SIZE);
  }

  /** Vert.x gives a login up by itself, before the ledger has a connection of it. */
  private static boolean isR2dbc(Source source) {
    return source.library().startsWith("r2dbc");
  }

  private static int aborted(Workload workload) {
    return workload.application().errors().all().stream()
        .filter(line -> line.contains(ABORTED))
        .mapToInt(line -> Integer.parseInt(line.replaceAll(".*" + ABORTED + "(\\d+).*", "$1")))
        .sum();
  }

  /** At each place the network cuts one connection, and holds another until that is given up. */
  private List<Place> all(Source source, Workload workload) {
    List<Long> passing = new ArrayList<>(IN_THE_LOGIN);
    if (isR2dbc(source)) {
      passing.add(AFTER_IT);
    }
    List<Place> all = new ArrayList<>();
    for (long bytes : passing) {
      all.add(wanted("cut-" + bytes, network -> network.cutAnswers(bytes), workload));
      all.add(wanted("held-" + bytes, network -> network.holdAnswers(bytes), workload));
    }
    return all;
  }

  private Place wanted(String name, Consumer<Relay> fault, Workload workload) {
    Relay network = Relay.to(bed.postgres().port());
    networks.add(network);
    fault.accept(network);
    String url = "jdbc:postgresql://127.0.0.1:" + network.port() + "/" + PostgresServer.DATABASE;
    assertThat(workload.on(name, "want", url)).isEqualTo("wanted");
    return new Place(name, network, url);
  }

  /** Where a first connection ends, and a pool that has no other. */
  private record Place(String name, Relay network, String url) {

    /** Lends as many as it may: no end has taken a place for good. */
    void serves(Workload workload) {
      for (int i = 0; i < POOL_SIZE; i++) {
        String one = name + "-" + i;
        assertThat(workload.on(one, "borrow", url)).as(one).isEqualTo("borrowed");
        assertThat(workload.on(one, "do", "SELECT session_user")).as(one).startsWith("row v-");
      }
      for (int i = 0; i < POOL_SIZE; i++) {
        assertThat(workload.on(name + "-" + i, "release")).isEqualTo("released");
      }
    }
  }
}
