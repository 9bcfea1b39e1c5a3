// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.HEALS_BY_ITSELF;
import static dev.leasehold.it.faults.Promise.NO_QUERY_FAILS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import java.util.List;

/** The faults in PostgreSQL of the roles that connections are opened with. */
final class RoleFaults {

  private static final String REFRESH = "(the database rejected generation";

  private static final String END_HALF =
      "SELECT pg_terminate_backend(pid) FROM (SELECT pid, row_number() OVER () AS place"
          + " FROM pg_stat_activity WHERE usename = '%s') AS sessions WHERE place %% 2 = 1";

  private static final String OWNED_BY = "owned by ";
  private static final int TRIES = 20;

  private RoleFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("role dropped", "`DROP ROLE` under live sessions", HEALS_BY_ITSELF)
            .made(scene -> reject(scene, "DROP ROLE IF EXISTS \"%s\""))
            .logged(REFRESH)
            .takesRoles()
            .refreshes(1),
        Fault.of(
                "role may not log in (28000)",
                "`NOLOGIN`, and half of its sessions are ended",
                HEALS_BY_ITSELF)
            .made(scene -> reject(scene, "ALTER ROLE \"%s\" NOLOGIN", END_HALF))
            .logged(REFRESH)
            .refreshes(1),
        Fault.of(
                "role has expired (28P01)",
                "`VALID UNTIL` long ago, and half of its sessions are ended",
                HEALS_BY_ITSELF)
            .made(scene -> reject(scene, "ALTER ROLE \"%s\" VALID UNTIL '1999-12-31'", END_HALF))
            .logged(REFRESH)
            .refreshes(1),
        Fault.of(
                "revocation blocked (2BP01)",
                "the role owns a table; it can log in no more until Vault drops it",
                NO_QUERY_FAILS)
            .made(RoleFaults::giveTables)
            .felt(pod -> pod.awaitGenerations(2))
            .healed(RoleFaults::dropTables)
            .blocksRevocation());
  }

  /** Alters the role of each process, as soon as its threads work with it. */
  private static void alter(Scene scene, String sql) {
    scene.eachAtOnce(pod -> alter(scene, pod, sql));
  }

  /** Returns how long the agent's log was before. */
  private static int alter(Scene scene, Pod pod, String... sql) {
    pod.awaitGenerationsAfter(pod.logLength(), 1);
    String role = awaitRoleInUse(scene, pod);
    int place = pod.logLength();
    for (String statement : sql) {
      scene.postgres().query(statement.formatted(role));
    }
    return place;
  }

  /**
   * A busy process may not come to use a role before that is replaced: then the next role counts.
   */
  private static String awaitRoleInUse(Scene scene, Pod pod) {
    String[] role = new String[1];
    Eventually.holds(
        pod.way().label() + ": the current role has sessions",
        Pod.BOUND,
        () -> {
          role[0] = pod.role().orElseThrow();
          return scene.postgres().sessions().getOrDefault(role[0], 0) >= 2;
        });
    return role[0];
  }

  /** Alters the role of each process until the database has rejected a login. */
  private static void reject(Scene scene, String... sql) {
    scene.eachAtOnce(pod -> reject(scene, pod, sql));
  }

  /** Again, if a rotation came before the next login or the next failure. */
  private static void reject(Scene scene, Pod pod, String... sql) {
    for (int i = 0; i < TRIES && pod.refreshes().isEmpty(); i++) {
      int place = alter(scene, pod, sql);
      pod.awaitGenerationsAfter(place, 1);
    }
  }

  private static void giveTables(Scene scene) {
    alter(
        scene,
        "CREATE TABLE \"%2$s%1$s\" (id int); ALTER TABLE \"%2$s%1$s\" OWNER TO \"%1$s\""
            .formatted("%1$s", OWNED_BY));
  }

  /** Drops them when PostgreSQL has refused to drop their owners. */
  private static void dropTables(Scene scene) {
    List<String> owners = owners(scene);
    assertThat(owners).as("roles that own a table").hasSameSizeAs(scene.pods());
    for (String owner : owners) {
      String refused = "role \"" + owner + "\" cannot be dropped because some objects depend on it";
      Eventually.holds(refused, Pod.BOUND, () -> scene.site().hasLogged(refused));
      scene.postgres().query("DROP TABLE \"" + OWNED_BY + owner + "\"");
    }
  }

  private static List<String> owners(Scene scene) {
    String tables = "SELECT tablename FROM pg_tables WHERE tablename LIKE '" + OWNED_BY + "%'";
    return scene.postgres().query(tables).stream()
        .map(row -> row.get(0).substring(OWNED_BY.length()))
        .toList();
  }
}
