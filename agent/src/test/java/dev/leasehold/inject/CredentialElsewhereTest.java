// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A login that pgjdbc reads beside URL and properties does not take the place of the credential.
 */
class CredentialElsewhereTest {

  private static final String PASSWORDS = "org.postgresql.pgpassfile";
  private static final String SERVICES = "org.postgresql.pgservicefile";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private static Path folder;

  private static PostgresServer server;

  /** The service names a login that works, and a plugin that is nowhere. */
  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.launch();
    Path passwords = Files.writeString(folder.resolve("pgpass"), "*:*:*:*:wrong\n");
    Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
    String login = "user=postgres\npassword=" + server.superuser().password() + "\n";
    String plugin = "authenticationPluginClassName=com.example.Nowhere\n";
    Path services = folder.resolve("pg_service.conf");
    Files.writeString(services, "[login]\n" + login + "[plugin]\n" + login + plugin);
    System.setProperty(PASSWORDS, passwords.toString());
    System.setProperty(SERVICES, services.toString());
  }

  @AfterAll
  static void stop() {
    System.clearProperty(PASSWORDS);
    System.clearProperty(SERVICES);
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, ''",
    "postgresql-42.2.2, ?service=login",
    "postgresql-42.2.2, ?authenticationPluginClassName=com.example.Nowhere",
    "postgresql-42.4.5, ''",
    "postgresql-42.4.5, ?service=login",
    "postgresql-42.4.5, ?service=plugin",
    "postgresql-42.4.5, ?authenticationPluginClassName=com.example.Nowhere",
    "postgresql-newest, ''",
    "postgresql-newest, ?service=login",
    "postgresql-newest, ?service=plugin",
    "postgresql-newest, ?authenticationPluginClassName=com.example.Nowhere"
  })
  void logsInWithTheBindingsCredential(String library, String query) throws Exception {
    try (Deployment deployment =
            new Deployment(server, Deployment.LONG, (url, targets, user) -> true);
        LibraryLoader application = new LibraryLoader(library);
        Connection connection =
            application.driver().connect(server.url() + query, new Properties())) {
      String role = deployment.life.current().credential().username();
      assertThat(user(connection)).isEqualTo(role);
    }
  }

  private static String user(Connection connection) throws Exception {
    try (ResultSet result = connection.createStatement().executeQuery("SELECT session_user")) {
      result.next();
      return result.getString(1);
    }
  }
}
