package dev.leasehold.it;

import java.util.List;

/** A way to open connections: the workload's name for it, and the jars it needs. */
public record Source(String name, List<String> jars) {

  private static final String PGJDBC = "postgresql-42.7.14";

  /** Plain JDBC: a new connection each time, without a pool. */
  public static final Source DRIVER_MANAGER = new Source("drivermanager", List.of(PGJDBC));

  static final Source OLD_DRIVER = new Source("drivermanager", List.of("postgresql-42.2.2"));
  static final Source PG_SIMPLE = new Source("pg-simple", List.of(PGJDBC));
  static final Source PG_POOLING = new Source("pg-pooling", List.of(PGJDBC));

  /** HikariCP, the newest version. */
  public static final Source HIKARI = hikari("7.1.0");

  static Source hikari(String version) {
    return new Source("hikari", List.of("HikariCP-" + version, "slf4j-api-1.7.36", PGJDBC));
  }

  @Override
  public String toString() {
    return jars.get(0);
  }
}
