// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.process.Command;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PgBouncer's program: the {@code pgbouncer} on {@code PATH} or where Debian installs it, else what
 * {@code testbed/servers/build} unpacks.
 *
 * @param command what runs it, without arguments
 */
record PgBouncerBinaries(List<String> command) {
  private static final String NAME = "pgbouncer";
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

  static synchronized PgBouncerBinaries find() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.concat(
            Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(path),
            Stream.of("/usr/sbin"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory).toAbsolutePath().resolve(NAME))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new PgBouncerBinaries(List.of(program.toString())))
        .orElseGet(PgBouncerBinaries::unpack);
  }

  private static PgBouncerBinaries unpack() {
    String script = SourceTree.root().resolve("testbed/servers/build").toString();
    Path base = Path.of(Command.runAloud(List.of(script, NAME)));
    return new PgBouncerBinaries(
        List.of(
            "env",
            "LD_LIBRARY_PATH=" + base.resolve(LIBRARIES),
            base.resolve("usr/sbin").resolve(NAME).toString()));
  }
}
