// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.process.ServerProcess;
import dev.leasehold.testbed.sql.Database;
import dev.leasehold.testbed.sql.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.Driver;

/**
 * PgBouncer on 127.0.0.1 in front of a {@link PostgresServer}, set up for database users that come
 * and go. It asks the database for their SCRAM secrets ({@code auth_query}) and lends a server
 * connection for each transaction. To a user that the database does not know it says 08P01.
 */
public final class PgBouncerServer implements AutoCloseable {

  /** How long a client waits for a server connection at most; PgBouncer's default is 120 s. */
  public static final Duration QUERY_WAIT = Duration.ofSeconds(10);

  /** In its working directory. */
  private static final String LOGINS = "userlist.txt";

  private static final String SETTINGS =
      """
      [databases]
      %1$s = host=127.0.0.1 port=%2$d dbname=%1$s auth_user=%3$s
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = %4$d
      unix_socket_dir =
      auth_type = scram-sha-256
      auth_file = %5$s
      auth_query = SELECT usename, passwd FROM pgbouncer.secret_of($1)
      pool_mode = transaction
      server_login_retry = 1
      query_wait_timeout = %6$d
      ignore_startup_parameters = extra_float_digits
      """;

  /** At most once on each server. */
  private static final String LOOK_UP =
      """
      CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
      GRANT CONNECT ON DATABASE %3$s TO %1$s;
      CREATE SCHEMA pgbouncer;
      GRANT USAGE ON SCHEMA pgbouncer TO %1$s;
      CREATE FUNCTION pgbouncer.secret_of(name text) RETURNS TABLE (usename name, passwd text)
        LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS 'SELECT s.usename, s.passwd FROM pg_catalog.pg_shadow s WHERE s.usename = name';
      REVOKE EXECUTE ON FUNCTION pgbouncer.secret_of(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION pgbouncer.secret_of(text) TO %1$s
      """;

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final int port;
  private final Path directory;
  private final ServerProcess process;

  private PgBouncerServer(int port, Path directory, String settings, String logins) {
    this.port = port;
    this.directory = directory;
    this.process = ServerProcess.start(launch(PgBouncerBinaries.find(), settings, logins));
  }

  /**
   * Whether this machine has a PgBouncer or can unpack it; says on standard error why not. For
   * JUnit's {@code @EnabledIf}: without PgBouncer its tests are skipped.
   */
  public static boolean isAvailable() {
    try {
      PgBouncerBinaries.find();
      return true;
    } catch (TestBedException e) {
      System.err.println("testbed: no PgBouncer, so its tests are skipped: " + e.getMessage());
      return false;
    }
  }

  /**
   * Starts a PgBouncer in front of this server, which has none yet. Returns when it lets clients
   * in.
   */
  public static PgBouncerServer inFrontOf(PostgresServer postgres) {
    Login self = new Login("pgbouncer", Secrets.random());
    postgres.query(LOOK_UP.formatted(self.user(), self.password(), PostgresServer.DATABASE));
    int port = Ports.free();
    String settings =
        SETTINGS.formatted(
            PostgresServer.DATABASE,
            postgres.port(),
            self.user(),
            port,
            LOGINS,
            QUERY_WAIT.toSeconds());
    PgBouncerServer server =
        with(port, settings, "\"" + self.user() + "\" \"" + self.password() + "\"\n");
    Database database =
        new Database(
            "PgBouncer on port " + port,
            new Driver(),
            server.url(),
            postgres.superuser(),
            PostgresServer.BESIDE);
    server.process.awaitReady(START, database::accepts);
    return server;
  }

  /**
   * Starts a PgBouncer with other settings, and returns at once.
   *
   * @param port the {@code listen_port} of the settings
   * @param settings the content of its {@code pgbouncer.ini}
   * @param logins the content of the file {@code userlist.txt} in its working directory
   */
  public static PgBouncerServer with(int port, String settings, String logins) {
    return new PgBouncerServer(port, ServerDirectory.create("pgbouncer"), settings, logins);
  }

  /** The numeric id of the user that it runs as, which has to be able to read included files. */
  public static String userId() {
    List<String> id = new ArrayList<>(List.of("id", "-u"));
    PostgresUser.find().name().ifPresent(id::add);
    return Command.run(Path.of("/"), id);
  }

  /** The JDBC URL of the application's database through it, without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresServer.DATABASE;
  }

  public int port() {
    return port;
  }

  /**
   * Adds lines to its file of users, {@code auth_file}, and tells it to read the file again, which
   * it does soon after.
   */
  public void addUsers(byte[] lines) {
    try {
      Files.write(directory.resolve(LOGINS), lines, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new TestBedException("cannot add users to " + directory.resolve(LOGINS), e);
    }
    process.signal("HUP");
  }

  /** A file in its working directory, which exists if the settings name it by this name alone. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Its log: the users of logins, and the reasons of refusals. */
  public Path log() {
    return directory.resolve("pgbouncer.log");
  }

  /** Stops it and removes its directory. */
  @Override
  public void close() {
    process.stop("KILL", STOP);
    ServerDirectory.remove(directory);
  }

  /** As PostgreSQL it refuses root, but changes the user by itself. */
  private Launch launch(PgBouncerBinaries binaries, String settings, String logins) {
    PostgresUser user = PostgresUser.find();
    Path ini = directory.resolve("pgbouncer.ini");
    Path list = directory.resolve(LOGINS);
    Secrets.write(list, logins);
    Secrets.write(ini, settings);
    List.of(directory, ini, list).forEach(user::own);
    List<String> command = new ArrayList<>(binaries.command());
    user.name().ifPresent(name -> command.addAll(List.of("-u", name)));
    command.add(ini.toString());
    return new Launch("pgbouncer", command, directory, "KILL");
  }
}
