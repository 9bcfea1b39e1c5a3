// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.sidecar;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Jars;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.postgresql.PgBouncerServer;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** PgBouncer with the files of {@code samples/pgbouncer}, in which only places are others. */
final class SamplePgBouncer implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Path FILES = Jars.built("samples/pgbouncer");
  private static final String PIDFILE = "pgbouncer.pid";

  private final PgBouncerServer server;

  private SamplePgBouncer(PgBouncerServer server) {
    this.server = server;
  }

  /** Returns the sidecar's settings of the file. */
  static Map<String, String> file(TestBed bed, Path volume) {
    Assumptions.assumeTrue(PgBouncerServer.isAvailable(), "no PgBouncer is to be had here");
    String database =
        "host=127.0.0.1 port=" + bed.postgres().port() + " dbname=" + PostgresServer.DATABASE;
    try {
      Path template = Files.createTempFile("databases", ".ini.mustache");
      template.toFile().deleteOnExit();
      Files.writeString(
          template,
          replaced(
              read("databases.ini.mustache"), "host=postgres port=5432 dbname=orders", database));
      return Map.of(
          "LEASEHOLD_FILE_FORMAT",
          "template",
          "LEASEHOLD_FILE_TEMPLATE",
          template.toString(),
          "LEASEHOLD_FILE_PATH",
          "databases.ini",
          "LEASEHOLD_FILE_OWNER",
          PgBouncerServer.userId());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, and returns when it has written its process id. */
  static SamplePgBouncer start(Path volume) {
    int port = Ports.free();
    String settings = read("pgbouncer.ini");
    settings = replaced(settings, "listen_port = 6432", "listen_port = " + port);
    settings =
        replaced(
            settings,
            "auth_file = /etc/pgbouncer/userlist.txt",
            "auth_file = userlist.txt\npidfile = " + PIDFILE);
    settings = replaced(settings, "/run/leasehold/databases.ini", volume + "/databases.ini");
    PgBouncerServer server = PgBouncerServer.with(port, settings, read("userlist.txt"));
    Eventually.holds("PgBouncer runs", BOUND, () -> isWritten(server.file(PIDFILE)));
    return new SamplePgBouncer(server);
  }

  private static boolean isWritten(Path pidFile) {
    try {
      return Files.readString(pidFile).endsWith("\n");
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return server.port();
  }

  long pid() {
    try {
      return Long.parseLong(Files.readString(server.file(PIDFILE)).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(FILES.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String replaced(String text, String place, String other) {
    if (!text.contains(place)) {
      throw new AssertionError("no \"" + place + "\" in:\n" + text);
    }
    return text.replace(place, other);
  }

  @Override
  public void close() {
    server.close();
  }
}
