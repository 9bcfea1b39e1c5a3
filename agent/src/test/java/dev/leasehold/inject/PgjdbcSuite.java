// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.sql.Login;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs the tests of pgjdbc itself on a driver that is watched, and moves each of their connections
 * every 50 ms. It is run by hand: {@code docs/hand-over.md} has the commands.
 */
@EnabledIfSystemProperty(named = PgjdbcSuite.JARS, matches = ".+")
class PgjdbcSuite {

  /** The tests, the driver, JUnit's console and their libraries. */
  static final String JARS = "pgjdbc.jars";

  /** The user of the tests, and the name of their database. */
  private static final String USER = "test";

  @Test
  void runsOnConnectionsThatAreMoved() throws Exception {
    Path[] jars =
        Arrays.stream(System.getProperty(JARS).split(":", -1)).map(Path::of).toArray(Path[]::new);
    Weaver weaver = new Weaver(LibraryLoader.wovenClasses());
    weaver.addCalls(Drivers.watched(Map.of()));
    try (PostgresServer server = PostgresServer.launch();
        LibraryLoader tests = new LibraryLoader(weaver, jars)) {
      Login admin = server.superuser();
      prepare(server, admin);
      System.setProperty("test.url.PGHOST", "127.0.0.1");
      System.setProperty("test.url.PGPORT", String.valueOf(server.port()));
      System.setProperty("privilegedUser", admin.user());
      System.setProperty("privilegedPassword", admin.password());
      Login user = new Login(USER, USER);
      RestlessConnections connections =
          new RestlessConnections(
              Map.of(
                  user.user(),
                  other(user),
                  other(user).user(),
                  user,
                  admin.user(),
                  other(admin),
                  other(admin).user(),
                  admin));
      InstalledHooks.set(connections);
      if (!Boolean.getBoolean("pgjdbc.still")) {
        connections.start();
      }
      run(tests, System.getProperty("pgjdbc.arguments", "").strip().split(" ", -1));
      System.out.println("moves: " + connections.results());
      assertThat(connections.hasMoved()).isEqualTo(!Boolean.getBoolean("pgjdbc.still"));
    } finally {
      InstalledHooks.set(null);
    }
  }

  private static void run(LibraryLoader tests, String... arguments) throws Exception {
    Thread.currentThread().setContextClassLoader(tests);
    tests
        .loadClass("org.junit.platform.console.ConsoleLauncher")
        .getMethod("run", PrintWriter.class, PrintWriter.class, String[].class)
        .invoke(null, writer(System.out), writer(System.err), arguments);
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
  }

  /** Returns a second role with the same rights, which takes on the first role when it logs in. */
  private static Login other(Login login) {
    return new Login(login.user() + "_2", login.password());
  }

  private static void prepare(PostgresServer server, Login admin) {
    Login user = new Login(USER, USER);
    server.query("CREATE ROLE " + USER + " LOGIN PASSWORD '" + USER + "'");
    create(server, "", user);
    create(server, "SUPERUSER REPLICATION", admin);
    server.query("CREATE DATABASE test OWNER " + USER);
    server.query("CREATE DATABASE test_2 OWNER " + USER);
  }

  private static void create(PostgresServer server, String rights, Login first) {
    String second = other(first).user();
    server.query(
        "CREATE ROLE " + second + " LOGIN " + rights + " PASSWORD '" + first.password() + "'");
    server.query("GRANT " + first.user() + " TO " + second);
    server.query("ALTER ROLE " + second + " SET role = '" + first.user() + "'");
  }
}
