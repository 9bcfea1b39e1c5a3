package dev.leasehold.it.targets;

import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import java.util.List;
import java.util.stream.Stream;

/** The newest of each reactive client, whose pools serve several servers in one application. */
final class Reactive {

  private static final Source R2DBC =
      new Source(
          "reactive",
          "R2dbcPool",
          List.of("r2dbc-postgresql-1.0.9.RELEASE", "r2dbc-pool-1.0.2.RELEASE"),
          List.of());

  private static final Source VERTX =
      new Source(
          "reactive",
          "VertxBuilder",
          List.of("vertx-pg-client-5.0.7", "scram-client-3.2"),
          List.of());

  private Reactive() {}

  static Stream<Source> newest() {
    return Stream.of(R2DBC, VERTX);
  }

  /** Borrows a connection of a server, asks who is logged in, and gives it back. */
  static String userAt(Workload workload, String url) {
    String borrowed = workload.on("c", "borrow", url);
    if (!borrowed.equals("borrowed")) {
      return borrowed;
    }
    String row = workload.on("c", "do", "SELECT session_user || ' ' || current_database()");
    workload.on("c", "release");
    return row.replace("row ", "");
  }
}
