// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database cluster on disk: its data directory, and the commands that work on it. */
final class PostgresCluster {
  private final Path binaries;
  private final PostgresUser user;
  private final Login superuser;
  private final Path directory;

  /** Names the cluster of a directory that is there. */
  PostgresCluster(Path binaries, PostgresUser user, Login superuser, Path directory) {
    this.binaries = binaries;
    this.user = user;
    this.superuser = superuser;
    this.directory = directory;
  }

  /** Makes a directory for a cluster, which has no data yet. */
  static PostgresCluster create(Path binaries, PostgresUser user, Login superuser, String name) {
    Path directory = ServerDirectory.createInMemory(name);
    user.own(directory);
    return new PostgresCluster(binaries, user, superuser, directory);
  }

  /** Takes the data of another cluster, which no server runs on. */
  void copyFrom(PostgresCluster other) {
    run("cp", "-a", other.data().toString(), data().toString());
  }

  Login superuser() {
    return superuser;
  }

  Path directory() {
    return directory;
  }

  /** Does not wait for the disk: written data outlives the server's crash, not the machine's. */
  Launch server(int port, int maxConnections) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(binaries.resolve("postgres").toString(), "-D", data().toString()));
    for (String setting :
        List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=" + maxConnections,
            "max_prepared_transactions=10",
            "wal_level=logical",
            "dynamic_shared_memory_type=mmap",
            "log_line_prefix=%m [%p] %c %l %e %v %r <%i> %quser=%u,db=%d,app=%a ",
            "fsync=off",
            "full_page_writes=off")) {
      command.addAll(List.of("-c", setting));
    }
    return new Launch("postgresql", user.running(command), directory, "QUIT");
  }

  /** Copies the data of the stopped server to a new directory beside it. */
  Path copy() {
    Path copy = directory.resolve("backup-" + Secrets.random());
    run("cp", "-a", data().toString(), copy.toString());
    return copy;
  }

  /** Puts a copy in the place of the stopped server's data. */
  void restore(Path copy) {
    run("rm", "-rf", data().toString());
    run("cp", "-a", copy.toString(), data().toString());
  }

  /**
   * Copies the data of the running server to a cluster of its own, which follows that server when
   * it is started.
   *
   * @param primary a session of the superuser on the running server
   * @param settings the lines that the copy's {@code postgresql.auto.conf} has besides the
   *     original's
   */
  PostgresCluster standby(Connection primary, String settings) throws SQLException {
    PostgresCluster standby = create(binaries, user, superuser, "postgresql-standby");
    Sql.query(primary, "SELECT pg_backup_start('standby', true)");
    run("cp", "-a", data().toString(), standby.data().toString());
    String label =
        String.valueOf(
            Sql.query(primary, "SELECT labelfile FROM pg_backup_stop(false)").get(0).get(0));
    run("rm", standby.data().resolve("postmaster.pid").toString());
    standby.write("backup_label", label);
    standby.write("standby.signal", "");
    standby.write("postgresql.auto.conf", settings);
    return standby;
  }

  /** Writes a file of the data directory, which only the server reads. */
  void write(String file, String content) {
    Path path = data().resolve(file);
    Secrets.write(path, content);
    user.own(path);
  }

  /** Puts a rule before all others in {@code pg_hba.conf}. */
  void prependAccessRule(String rule) {
    Path rules = accessRules();
    Path original = directory.resolve("pg_hba.conf");
    run("cp", "-a", rules.toString(), original.toString());
    run("sed", "-i", "1i " + rule, rules.toString());
  }

  /** Undoes {@link #prependAccessRule}. */
  void restoreAccessRules() {
    run("cp", "-a", directory.resolve("pg_hba.conf").toString(), accessRules().toString());
  }

  private Path accessRules() {
    return data().resolve("pg_hba.conf");
  }

  void remove() {
    ServerDirectory.remove(directory);
  }

  Path data() {
    return directory.resolve("data");
  }

  private void run(String... command) {
    Command.run(directory, user.running(List.of(command)));
  }
}
