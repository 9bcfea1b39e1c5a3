// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.process.ProgramPath;
import java.nio.file.Path;
import java.util.List;

/**
 * PgBouncer's program: the {@code pgbouncer} on {@code PATH} or where Debian installs it, else the
 * program that {@code testbed/servers/build} unpacks.
 *
 * @param command the command that runs it, without arguments
 */
record PgBouncerBinaries(List<String> command) {
  private static final String NAME = "pgbouncer";
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

  static synchronized PgBouncerBinaries find() {
    return ProgramPath.find(NAME, "/usr/sbin")
        .map(program -> new PgBouncerBinaries(List.of(program.toString())))
        .orElseGet(PgBouncerBinaries::unpack);
  }

  private static PgBouncerBinaries unpack() {
    Path base = ServerBuild.directory(NAME);
    return new PgBouncerBinaries(
        List.of(
            "env",
            "LD_LIBRARY_PATH=" + base.resolve(LIBRARIES),
            base.resolve("usr/sbin").resolve(NAME).toString()));
  }
}
