package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.HEALS_BY_ITSELF;
import static dev.leasehold.it.faults.Promise.NO_QUERY_FAILS;

import dev.leasehold.it.Eventually;
import java.util.List;

/** What happens in PostgreSQL to the roles that connections are opened with. */
final class RoleFaults {

  private static final String REFRESH = "(the database rejected generation";

  private RoleFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("role dropped", "`DROP ROLE` under live sessions", HEALS_BY_ITSELF)
            .made(scene -> alter(scene, "DROP ROLE \"%s\""))
            .logged(REFRESH)
            .refreshes(1),
        Fault.of("role may not log in (28000)", "`NOLOGIN`", HEALS_BY_ITSELF)
            .made(scene -> alter(scene, "ALTER ROLE \"%s\" NOLOGIN"))
            .felt(RoleFaults::awaitRejection)
            .refreshes(1),
        Fault.of("role has expired (28P01)", "`VALID UNTIL` long ago", HEALS_BY_ITSELF)
            .made(scene -> alter(scene, "ALTER ROLE \"%s\" VALID UNTIL '1999-12-31'"))
            .felt(RoleFaults::awaitRejection)
            .refreshes(1),
        Fault.of(
                "revocation blocked (2BP01)",
                "the role owns a table; it can log in no more until Vault drops it",
                NO_QUERY_FAILS)
            .made(RoleFaults::giveTables)
            .felt(pod -> pod.awaitGenerations(2))
            .healed(RoleFaults::dropTables));
  }

  /** Alters the role of each process, as soon as its threads work with it. */
  private static void alter(Scene scene, String sql) {
    scene.pods().parallelStream().forEach(pod -> alter(scene, pod, sql));
  }

  private static void alter(Scene scene, Pod pod, String sql) {
    pod.awaitGenerationsAfter(pod.logLength(), 1);
    String role = pod.role().orElseThrow();
    Eventually.holds(
        role + " has sessions",
        Pod.BOUND,
        () -> scene.postgres().sessions().getOrDefault(role, 0) >= 2);
    scene.postgres().query(sql.formatted(role));
  }

  /** Sessions go on, so a pool need not notice. */
  private static void awaitRejection(Pod pod) {
    if (pod.way().pools()) {
      pod.awaitGenerations(2);
    } else {
      pod.awaitLog(REFRESH);
    }
  }

  private static void giveTables(Scene scene) {
    alter(
        scene,
        "CREATE TABLE \"owned by %1$s\" (id int);"
            + " ALTER TABLE \"owned by %1$s\" OWNER TO \"%1$s\"");
  }

  private static void dropTables(Scene scene) {
    String tables = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'owned by %'";
    scene
        .postgres()
        .query(tables)
        .forEach(row -> scene.postgres().query("DROP TABLE \"" + row.get(0) + "\""));
  }
}
