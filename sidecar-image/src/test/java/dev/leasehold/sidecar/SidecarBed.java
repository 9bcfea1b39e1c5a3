// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.sql.Login;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The servers of all tests, and a memory volume for each test. */
abstract class SidecarBed {

  static final Duration TTL = Duration.ofMinutes(5);

  static final TestBed BED =
      TestBed.start(TestBedOptions.defaults().withLease(TTL, Duration.ofMinutes(30)));

  Path volume = Path.of("");
  Map<String, String> environment = Map.of();

  @BeforeEach
  void mount() throws IOException {
    volume = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-test-");
    environment = SidecarProcess.environment(BED, volume);
    lease(TTL, Duration.ofMinutes(30));
  }

  @AfterEach
  void unmount() {
    BED.vault().revokePrefix(TestBed.CREDS_PATH);
    ServerDirectory.remove(volume);
  }

  static void lease(Duration ttl, Duration max) {
    BED.vault().database().role(TestBed.ROLE, ttl, max);
  }

  static List<String> roles() {
    return BED.postgres().ephemeralRoles();
  }

  Path file() {
    return volume.resolve("default.properties");
  }

  Path state() {
    return volume.resolve(".default.lease");
  }

  SidecarProcess start(String... arguments) {
    return SidecarProcess.start(environment, arguments);
  }

  /**
   * Starts a program in the volume. The user of the tests may have signals ignored, as nohup has.
   */
  Process program(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=HUP"));
    words.addAll(List.of(command));
    return new ProcessBuilder(words).directory(volume.toFile()).start();
  }

  /** Returns the user in the file; empty while there is none. */
  String user() {
    return login(content()).user();
  }

  byte[] content() {
    try {
      return Files.readAllBytes(file());
    } catch (IOException none) {
      return new byte[0];
    }
  }

  static Login login(byte[] content) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Login(
        properties.getProperty("username", ""), properties.getProperty("password", ""));
  }

  /** Returns the status and the text of an answer to a health probe. */
  static String get(int port, String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + port + path);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  /** Logs in with the file's credential, as the program would. */
  static void connect(Login login) throws SQLException {
    try (Connection connection = BED.postgres().connect(login)) {
      if (!connection.isValid(5)) {
        throw new SQLException("not valid");
      }
    }
  }
}
