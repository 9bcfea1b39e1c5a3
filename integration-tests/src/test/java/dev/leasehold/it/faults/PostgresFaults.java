package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.FAILS_WHILE_IT_LASTS;

import java.util.List;

/** What goes wrong with PostgreSQL as a server. */
final class PostgresFaults {

  private PostgresFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("PostgreSQL restarted", "fast shutdown, started again", FAILS_WHILE_IT_LASTS)
            .made(scene -> scene.postgres().stop())
            .felt(Pod::awaitFailure)
            .healed(scene -> scene.postgres().start()),
        Fault.of(
                "PostgreSQL out of connections (53300)",
                "every slot is taken",
                FAILS_WHILE_IT_LASTS)
            .made(scene -> scene.site().crowd().come())
            .logged("failed, next try in")
            .healed(scene -> scene.site().crowd().leave()),
        Fault.of(
                "every login rejected (28000)",
                "`reject` for the group in `pg_hba.conf`",
                FAILS_WHILE_IT_LASTS)
            .made(scene -> scene.postgres().rejectLogins())
            .logged("canary failed")
            .healed(scene -> scene.postgres().acceptLogins())
            .refreshes(Integer.MAX_VALUE),
        Fault.of(
                "PostgreSQL restored from a backup",
                "taken before the current roles were made",
                FAILS_WHILE_IT_LASTS)
            .made(scene -> scene.postgres().restore(scene.site().backup()))
            .felt(Pod::awaitFailure)
            .refreshes(2));
  }
}
