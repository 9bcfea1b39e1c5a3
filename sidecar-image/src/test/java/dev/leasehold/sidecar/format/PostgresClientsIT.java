// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.CredentialFormat;
import dev.leasehold.sidecar.OtherJvm;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.postgresql.PgBouncerServer;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** libpq and PgBouncer read the written files, and a PostgreSQL accepts the credential. */
class PostgresClientsIT {

  private static final Duration BOUND = Duration.ofSeconds(30);

  /** A name that libpq's password file has to escape. */
  private static final String USER = "o'r:d\\e*r s";

  private static final int RANDOM_ONES = 4;

  /** Each client is let in, and PgBouncer logs in as each database of its settings says. */
  private static final String ANYONE =
      """
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = %d
      unix_socket_dir =
      auth_type = any
      ignore_startup_parameters = extra_float_digits
      """;

  private static PostgresServer postgres;

  private final Path directory;

  PostgresClientsIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void startServer() {
    postgres = PostgresServer.launch();
    createRole(USER);
  }

  @AfterAll
  static void stopServer() {
    postgres.close();
  }

  static boolean psqlIsThere() {
    return OtherJvm.succeeds("psql", "--version");
  }

  static boolean pgBouncerIsThere() {
    return PgBouncerServer.isAvailable();
  }

  @Test
  @EnabledIf("psqlIsThere")
  void libpqLogsInWithThePasswordFile() throws Exception {
    for (String password : passwords()) {
      setPassword(USER, password);
      Path file = write(CredentialFormat.PGPASS, FormatOptions.DEFAULTS, password, "r--------");
      String database =
          "host=127.0.0.1 port=" + postgres.port() + " dbname=app user='o\\'r:d\\\\e*r s'";
      assertThat(psql("PGPASSFILE", file, database)).isEqualTo(USER);
    }
  }

  @Test
  @EnabledIf("psqlIsThere")
  void libpqPassesOverAPasswordFileThatItsGroupCanRead() throws Exception {
    setPassword(USER, "secret");
    Path file = write(CredentialFormat.PGPASS, FormatOptions.DEFAULTS, "secret", "r--r-----");
    String database =
        "host=127.0.0.1 port=" + postgres.port() + " dbname=app user='o\\'r:d\\\\e*r s'";
    assertThat(psql("PGPASSFILE", file, database)).contains("has group or world access");
  }

  @Test
  @EnabledIf("psqlIsThere")
  void libpqLogsInWithTheServiceFile() throws Exception {
    for (String password : passwords()) {
      if (!password.endsWith(" ")) {
        setPassword(USER, password);
        Path file =
            write(CredentialFormat.PG_SERVICE, FormatOptions.DEFAULTS, password, "r--r-----");
        assertThat(psql("PGSERVICEFILE", file, "service=orders")).isEqualTo(USER);
      }
    }
  }

  @Test
  void postgresqlTakesTheScramSecretForThePassword() throws Exception {
    String password = Passwords.PRINTABLE;
    createRole("scram_alone");
    postgres.query(
        "ALTER ROLE scram_alone PASSWORD '" + ScramSecret.of(password, new byte[16]) + "'");
    try (Connection connection =
        DriverManager.getConnection(postgres.url(), "scram_alone", password)) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  @EnabledIf("pgBouncerIsThere")
  void pgBouncerLetsClientsInWithTheUserlist() throws Exception {
    List<String> passwords = passwords();
    try (PgBouncerServer bouncer = PgBouncerServer.inFrontOf(postgres)) {
      // Else it would ask the server for users' secrets.
      postgres.query("REVOKE EXECUTE ON FUNCTION pgbouncer.secret_of(text) FROM pgbouncer");
      addUser(bouncer, FormatOptions.DEFAULTS, "scram", Passwords.PRINTABLE);
      FormatOptions clear = FormatOptions.DEFAULTS.withClearPassword();
      for (int i = 0; i < passwords.size(); i++) {
        addUser(bouncer, clear, "clear\"" + i, passwords.get(i));
      }
      for (int i = 0; i < passwords.size(); i++) {
        awaitLogin(bouncer, "clear\"" + i, passwords.get(i));
      }
      assertThatThrownBy(() -> logIn(bouncer, "scram", "another"))
          .hasMessageContaining("SASL authentication failed");
      assertThatThrownBy(() -> logIn(bouncer, "scram", Passwords.PRINTABLE))
          .hasMessageContaining("password authentication failed"); // By the server.
      assertThatTheSecretIsEnoughWhereTheServerAsksForNone(bouncer);
    }
  }

  /** As the sample has it: a section of databases, each with a user and a password of its own. */
  @Test
  @EnabledIf("pgBouncerIsThere")
  void pgBouncerLogsInWithWhatATemplateHasInQuotes() throws Exception {
    List<String> passwords = passwords();
    StringBuilder settings = new StringBuilder("[databases]\n");
    for (int i = 0; i < passwords.size(); i++) {
      String user = "it's " + i;
      createRole(user);
      setPassword(user, passwords.get(i));
      settings.append(database("d" + i, user, passwords.get(i)));
    }
    int port = Ports.free();
    settings.append(ANYONE.formatted(port));
    try (PgBouncerServer bouncer = PgBouncerServer.with(port, settings.toString(), "")) {
      for (int i = 0; i < passwords.size(); i++) {
        String url = bouncer.url().replaceFirst("[^/]*$", "d" + i);
        awaitLogin(url, "anyone", passwords.get(i));
      }
    }
  }

  private static String database(String name, String user, String password)
      throws UnfitCredentialException {
    String template =
        "%s = host=127.0.0.1 port=%d dbname=%s user={{username_quoted}} password={{password_quoted}}\n"
            .formatted(name, postgres.port(), PostgresServer.DATABASE);
    byte[] line = new TemplateRenderer(template).render(Passwords.credential(user, password, ""));
    return new String(line, UTF_8);
  }

  private static void assertThatTheSecretIsEnoughWhereTheServerAsksForNone(PgBouncerServer bouncer)
      throws SQLException {
    postgres.trustLogins();
    try {
      awaitLogin(bouncer, "scram", Passwords.PRINTABLE);
      assertThatThrownBy(() -> logIn(bouncer, "scram", "another"))
          .hasMessageContaining("SASL authentication failed");
    } finally {
      postgres.acceptLogins();
    }
  }

  private static List<String> passwords() {
    List<String> ascii = Passwords.ascii();
    int fixed = ascii.indexOf("~") + 1;
    List<String> passwords = new ArrayList<>(ascii.subList(0, fixed));
    passwords.addAll(ascii.subList(ascii.size() - RANDOM_ONES, ascii.size()));
    passwords.addAll(Passwords.beyondAscii());
    return passwords;
  }

  private static void addUser(
      PgBouncerServer bouncer, FormatOptions options, String user, String password)
      throws UnfitCredentialException {
    createRole(user);
    setPassword(user, password);
    bouncer.addUsers(
        CredentialRenderers.of(CredentialFormat.USERLIST, options)
            .render(Passwords.credential(user, password, "")));
  }

  /** The server and PgBouncer read their files soon after they are told to. */
  private static void awaitLogin(PgBouncerServer bouncer, String user, String password)
      throws SQLException {
    awaitLogin(bouncer.url(), user, password);
  }

  private static void awaitLogin(String url, String user, String password) throws SQLException {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (true) {
      try {
        logIn(url, user, password);
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw new SQLException(user + " with the password " + password, e);
        }
      }
    }
  }

  private static void logIn(PgBouncerServer bouncer, String user, String password)
      throws SQLException {
    logIn(bouncer.url(), user, password);
  }

  private static void logIn(String url, String user, String password) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      connection.isValid(1);
    }
  }

  private static void createRole(String user) {
    String quoted = "\"" + user.replace("\"", "\"\"") + "\"";
    postgres.query("CREATE ROLE " + quoted + " LOGIN; GRANT CONNECT ON DATABASE app TO " + quoted);
  }

  private static void setPassword(String user, String password) {
    postgres.query(
        "ALTER ROLE \""
            + user.replace("\"", "\"\"")
            + "\" PASSWORD '"
            + password.replace("'", "''")
            + "'");
  }

  private Path write(
      CredentialFormat format, FormatOptions options, String password, String permissions)
      throws Exception {
    Path file = directory.resolve("file");
    Files.deleteIfExists(file);
    Files.write(
        file,
        CredentialRenderers.of(format, options)
            .render(Passwords.credential(USER, password, postgres.url())));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String psql(String variable, Path file, String database)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("psql", "-XwAt", "-c", "SELECT current_user", database);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put(variable, file.toString());
    builder.environment().put("PGCLIENTENCODING", "UTF8");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    process.waitFor();
    return output;
  }
}
