// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.weave.Weaver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A class of the application's decrypts the configured password, and fails at any other. Without
 * Leasehold the driver logs in with the decrypted password, and with Leasehold the connection is
 * refused.
 */
@Timeout(120)
class PropertiesTransformTest {

  private static final String TRANSFORM =
      """
      public class Decrypt implements %s.ConnectionPropertiesTransform {
        public java.util.Properties transformProperties(java.util.Properties given) {
          String password = given.getProperty("password");
          if (!password.startsWith("ENC(")) {
            throw new IllegalArgumentException("not encrypted");
          }
          given.setProperty("user", "decrypted");
          return given;
        }
      }
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path classes;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql-connector-java-5.1.49",
        "mysql-connector-java-8.0.11",
        "mysql-connector-j-8.4.0",
        "mysql-connector-j-9.7.0",
        "mysql-connector-j-26.10.0"
      })
  void aClassThatFailsWhenTheDriverIsAskedIsADetour(String library) throws Exception {
    boolean old = library.contains("-5.");
    Path jar = Path.of("target", "libraries", library + ".jar");
    compile(jar, old ? "com.mysql.jdbc" : "com.mysql.cj.conf");
    try (LoginListener server = LoginListener.refusing("", new HandshakeProtocol());
        LibraryLoader application =
            new LibraryLoader(new Weaver(LibraryLoader.wovenClasses()), jar, classes)
                .withoutPauses()) {
      Driver driver =
          (Driver) application.make(old ? "com.mysql.jdbc.Driver" : "com.mysql.cj.jdbc.Driver");
      String place = "jdbc:mysql://127.0.0.1:" + server.port() + "/orders";
      String transformed = place + "?propertiesTransform=Decrypt&user=app&password=ENC(x)";
      InstalledHooks.set(null);
      assertThatThrownBy(() -> driver.connect(transformed, new Properties()))
          .isInstanceOf(SQLException.class);
      assertThat(server.users()).as("without Leasehold").isNotEmpty().containsOnly("decrypted");
      final int before = server.users().size();
      try (Deployment ignored = PatternSettings.deployment(place)) {
        assertRefused(driver, transformed, new Properties());
        assertRefused(driver, place + "?propertiesTransform=Decrypt", info());
        Properties named = info();
        named.setProperty("propertiesTransform", "Decrypt");
        assertRefused(driver, place, named);
      }
      assertThat(server.users()).hasSize(before);
    } finally {
      InstalledHooks.set(null);
    }
  }

  private static void assertRefused(Driver driver, String url, Properties info) {
    assertThatThrownBy(() -> driver.connect(url, info))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("parameter propertiesTransform may lead the connection elsewhere");
  }

  private void compile(Path jar, String itsPackage) throws Exception {
    Path source = classes.resolve("Decrypt.java");
    Files.writeString(source, TRANSFORM.formatted(itsPackage));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", jar.toString(), "-d", classes.toString(), "" + source);
    assertThat(failed).isZero();
  }

  private static Properties info() {
    Properties info = new Properties();
    info.setProperty("user", "app");
    info.setProperty("password", "ENC(x)");
    return info;
  }
}
