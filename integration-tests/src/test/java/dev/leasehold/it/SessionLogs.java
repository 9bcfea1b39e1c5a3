// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The logs of a PostgreSQL that writes of sessions in all formats that the audit reads. */
final class SessionLogs {

  private static final List<String> SETTINGS =
      List.of(
          "logging_collector = on",
          "log_destination = 'jsonlog,csvlog,stderr'",
          "log_connections = on",
          "log_disconnections = on",
          "log_statement = 'all'");

  private final Path folder;

  private SessionLogs(Path folder) {
    this.folder = folder;
  }

  /** Has a server write them from now on. It is started again. */
  static SessionLogs begin(PostgresServer server) {
    for (String setting : SETTINGS) {
      server.query("ALTER SYSTEM SET " + setting);
    }
    server.restart();
    String data = String.valueOf(server.query("SHOW data_directory").get(0).get(0));
    return new SessionLogs(Path.of(data, "log"));
  }

  /** Returns all text of a format, by the ending of its files: {@code .json} for instance. */
  String text(String ending) {
    StringBuilder log = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ending)).sorted().toList()) {
        log.append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log.toString();
  }

  /** Returns the lines of a format that have all of these texts. */
  Stream<String> lines(String ending, String... texts) {
    return text(ending).lines().filter(line -> Stream.of(texts).allMatch(line::contains));
  }
}
