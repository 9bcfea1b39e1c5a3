// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.mariadb;

import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.sql.Login;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a MariaDB server, and the commands that work on them. */
final class MariaDbFiles {
  /** Within the data: the path of a socket is short. */
  private static final String SOCKET = "mariadb.sock";

  private final MariaDbBinaries binaries;
  private final Path directory = ServerDirectory.createInMemory("mariadb");

  private MariaDbFiles(MariaDbBinaries binaries) {
    this.binaries = binaries;
  }

  /** A data directory with nothing in it but the system's tables, and this one account. */
  static MariaDbFiles create(MariaDbBinaries binaries, Login administrator) {
    MariaDbFiles files = new MariaDbFiles(binaries);
    files.install();
    Secrets.write(
        files.accounts(),
        """
        DELETE FROM mysql.global_priv WHERE User IN ('root', '');
        FLUSH PRIVILEGES;
        CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';
        GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
        """
            .formatted(administrator.user(), administrator.password()));
    return files;
  }

  /** Does not wait for the disk: written data outlives the server's crash, not the machine's. */
  Launch server(int port, int maxConnections) {
    List<String> command = new ArrayList<>(binaries.server());
    command.addAll(onThisData());
    command.addAll(
        List.of(
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=" + SOCKET,
            "--max-connections=" + maxConnections,
            "--init-file=" + accounts(),
            "--innodb-flush-log-at-trx-commit=2",
            "--skip-name-resolve"));
    return new Launch("mariadb", command, directory, "KILL");
  }

  void remove() {
    ServerDirectory.remove(directory);
  }

  private void install() {
    List<String> command = new ArrayList<>(binaries.install());
    command.addAll(onThisData());
    command.addAll(
        List.of(
            "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"));
    Command.run(directory, command);
  }

  /** MariaDB runs as root only when it is told to. */
  private List<String> onThisData() {
    return List.of(
        "--datadir=" + directory.resolve("data"),
        "--user=" + System.getProperty("user.name"),
        "--innodb-log-file-size=8M",
        "--innodb-flush-method=nosync",
        "--skip-sync-frm");
  }

  Path socket() {
    return directory.resolve("data").resolve(SOCKET);
  }

  private Path accounts() {
    return directory.resolve("accounts.sql");
  }
}
