// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.mariadb;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.ProgramPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MariaDB's programs: beside the {@code mariadbd} on {@code PATH} or where Debian installs it, else
 * the programs that {@code testbed/servers/build} unpacks.
 *
 * @param base the directory above {@code bin}, {@code sbin} and {@code share}
 */
record MariaDbBinaries(Path base) {
  private static final List<String> SERVERS = List.of("sbin/mariadbd", "bin/mariadbd");
  private static final String LIBRARIES = "lib/x86_64-linux-gnu";

  static synchronized MariaDbBinaries find() {
    return ProgramPath.find("mariadbd", "/usr/sbin")
        .map(MariaDbBinaries::of)
        .orElseGet(MariaDbBinaries::unpack);
  }

  /** The command that runs the server; the libraries that it is linked with lie beside it. */
  List<String> server() {
    Path server =
        SERVERS.stream()
            .map(base::resolve)
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new TestBedException("no mariadbd under " + base));
    return running(server);
  }

  /** The command that makes an empty data directory. */
  List<String> install() {
    return running(base.resolve("bin/mariadb-install-db"));
  }

  private List<String> running(Path program) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "LD_LIBRARY_PATH=" + base.resolve(LIBRARIES)));
    command.addAll(List.of(program.toString(), "--no-defaults", "--basedir=" + base));
    return command;
  }

  private static MariaDbBinaries of(Path server) {
    try {
      return new MariaDbBinaries(server.toRealPath().resolve("../..").normalize());
    } catch (IOException e) {
      throw new TestBedException("cannot resolve " + server, e);
    }
  }

  private static MariaDbBinaries unpack() {
    return new MariaDbBinaries(ServerBuild.directory("mariadb").resolve("usr"));
  }
}
