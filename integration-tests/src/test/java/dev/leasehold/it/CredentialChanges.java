// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.process.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Roles that a file holds one after the other, under an application with the agent. */
final class CredentialChanges {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** Shorter than a connection that nobody closes would stay. */
  private static final Duration SERVER_BOUND = Duration.ofSeconds(10);

  private final PostgresServer postgres;
  private final CredentialFile file;
  private final String name;
  private int changes;

  /** Makes the first role, and the file with it. */
  CredentialChanges(
      PostgresServer postgres, String name, CredentialFile file, CredentialFile.Kind kind) {
    this.postgres = postgres;
    this.name = name;
    this.file = file;
    write(kind);
  }

  private void write(CredentialFile.Kind kind) {
    String password = Secrets.random();
    postgres.query("CREATE ROLE " + role() + " LOGIN PASSWORD '" + password + "' IN ROLE app_rw");
    file.write(kind, role(), password);
  }

  private String role() {
    return name + "_" + changes;
  }

  /** Waits until the first role is in use. */
  void awaitFirst(Lines log) {
    await(log, "generation 1 is current: role " + role() + ",");
  }

  /**
   * Changes the file, and drops the role before as soon as the agent says that its last connection
   * is closed.
   *
   * @return the milliseconds from the change to the publication
   */
  long change(CredentialFile.Kind kind, Lines log) {
    String before = role();
    changes++;
    Instant changed = Instant.now();
    write(kind);
    int generation = changes + 1;
    String line = await(log, "generation " + generation + " is current: role " + role() + ",");
    await(log, "generation " + changes + " (" + before + "): last connection closed");
    // The server ends a session some time after its client has: on a busy machine that shows.
    Eventually.holds(
        "no session of " + before, SERVER_BOUND, () -> !postgres.sessions().containsKey(before));
    postgres.dropRole(before);
    return Duration.between(changed, Instant.parse(line.split(" ", 2)[0])).toMillis();
  }

  private static String await(Lines log, String part) {
    Predicate<String> with = line -> line.contains(part);
    return log.await(0, with, BOUND);
  }

  /** Drops the role that is left. */
  void end() {
    postgres.dropRole(role());
  }
}
