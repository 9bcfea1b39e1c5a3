// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.FAILS_WHILE_IT_LASTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The faults of PostgreSQL as a server. */
final class PostgresFaults {

  private static final Pattern REJECTED =
      Pattern.compile("pg_hba.conf rejects connection for .* user \"(v-[^\"]*)\"");

  private static final String NO_SLOT =
      ".*(too many clients already|remaining connection slots are reserved).*";

  /**
   * How many logins of one process may be rejected. They are its threads' with the current role,
   * and four tries of a new role. The driver makes each with and without encryption. The fault
   * lasts as long as the slowest process takes; a process that tries without a pause has thousands.
   */
  private static final int MOST_LOGINS = 150;

  /** The roles of a process: the previous role, the current role, and new roles. */
  private static final int MOST_ROLES = 5;

  /**
   * The current credential, the credential that waited when its lease ended (0011), and the next
   * credential, whose lease had begun as early.
   */
  private static final int AT_THE_END_OF_A_LEASE = 3;

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
            .felt(PostgresFaults::awaitNoSlot)
            .healed(scene -> scene.site().crowd().leave()),
        Fault.of(
                "every login rejected (28000)",
                "`reject` for the group in `pg_hba.conf`",
                FAILS_WHILE_IT_LASTS)
            .made(scene -> scene.postgres().rejectLogins())
            .felt(PostgresFaults::awaitRoleGivenBack)
            .healed(PostgresFaults::acceptLogins)
            .refreshes(AT_THE_END_OF_A_LEASE),
        Fault.of(
                "PostgreSQL restored from a backup",
                "taken before the current roles were made",
                FAILS_WHILE_IT_LASTS)
            .made(scene -> scene.postgres().restore(scene.site().backup()))
            .felt(Pod::awaitFailure)
            .refreshes(2));
  }

  /** Waits until the database has no slot for the process: for its probe at least. */
  private static void awaitNoSlot(Pod pod) {
    assertThat(pod.awaitLog("probe failed")).as(pod.way().label()).matches(NO_SLOT);
  }

  /** Waits until a new role was rejected so often that it is given back. */
  private static void awaitRoleGivenBack(Pod pod) {
    Matcher rejected = REJECTED.matcher(pod.awaitLog("probe failed"));
    String role = rejected.find() ? rejected.group(1) : "no role in the log";
    Eventually.holds(
        role + " is given back",
        Pod.BOUND,
        () -> !pod.site().postgres().ephemeralRoles().contains(role));
  }

  /** Nobody has tried again and again meanwhile, nor has had roles made for nothing. */
  private static void acceptLogins(Scene scene) {
    scene.postgres().acceptLogins();
    List<String> rejected = rejections(scene.postgres().log());
    int processes = scene.pods().size();
    assertThat(rejected).as("logins rejected").hasSizeLessThan(MOST_LOGINS * processes);
    assertThat(Set.copyOf(rejected))
        .as("roles whose logins were rejected")
        .hasSizeBetween(processes, MOST_ROLES * processes);
  }

  /** Returns the role of each login that was rejected. */
  private static List<String> rejections(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.map(REJECTED::matcher).filter(Matcher::find).map(line -> line.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
