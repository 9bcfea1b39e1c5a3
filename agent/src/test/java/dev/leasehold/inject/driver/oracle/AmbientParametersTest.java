// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmbientParametersTest {

  private static final String URL = "jdbc:oracle:thin:@//db:1521/orders";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path directory;

  @Test
  void theEnvironmentNamesTheDirectory() throws Exception {
    write("oracle.net.socksProxyHost=evil\noracle.net.tns_admin=/elsewhere\n");
    assertThat(readFor(URL)).isEqualTo(Map.of("oracle.net.socksProxyHost", "evil"));
  }

  @Test
  void aFileThatCannotBeReadIsADetour() throws Exception {
    write("oracle.net.socksProxyHost=\\u00zz\n");
    assertThat(readFor(URL)).containsOnlyKeys("oracle.jdbc.config.file");
  }

  @Test
  void aFileThatIsTooLongIsADetour() throws Exception {
    write("oracle.net.socksProxyHost=evil\n#" + " ".repeat(1 << 20));
    assertThat(readFor(URL)).containsOnlyKeys("oracle.jdbc.config.file");
  }

  /** Its open would wait for a writer. */
  @Test
  @Timeout(60)
  void aPipeIsADetour() throws Exception {
    String pipe = directory.resolve("ojdbc.properties").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    assertThat(readFor(URL)).containsOnlyKeys("oracle.jdbc.config.file");
  }

  @Test
  void whatIsNotThereSaysNothing() throws Exception {
    assertThat(readFor(URL)).isEmpty();
    Files.createDirectory(directory.resolve("ojdbc.properties"));
    assertThat(readFor(URL)).isEmpty();
  }

  @Test
  void aThreadThatWasInterruptedBeforeReadsTheFiles() throws Exception {
    write("oracle.net.socksProxyHost=evil\n");
    Thread.currentThread().interrupt();
    Properties read = readFor(URL);
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(read).isEqualTo(Map.of("oracle.net.socksProxyHost", "evil"));
  }

  @Test
  @Timeout(60)
  void aFileOnTheClassPathThatHasNoEndIsADetour() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };
    ClassLoader loader =
        new ClassLoader(null) {
          @Override
          public InputStream getResourceAsStream(String name) {
            return endless;
          }
        };
    assertThat(AmbientParameters.onClassPath(loader)).containsOnlyKeys("oracle.jdbc.config.file");
  }

  /** The driver puts variables in, and takes quotes and blanks away. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "?TNS_ADMIN=${HERE}",
        "?a=b&TNS_ADMIN=\"${HERE}\"",
        "?oracle.net.tns_admin= ${ABOVE}/${NAME} &a=b",
        "?TNS_ADMIN=${UNKNOWN}&tns_admin=${HERE}/."
      })
  void theDirectoryOfTheUrlIsExpanded(String query) throws Exception {
    write("oracle.net.socksProxyHost=evil\n");
    Map<String, String> environment =
        Map.of(
            "HERE", directory.toString(),
            "ABOVE", String.valueOf(directory.getParent()),
            "NAME", String.valueOf(directory.getFileName()));
    Properties read = new Properties();
    AmbientParameters.addFiles(URL + query, new Properties(), environment::get, read);
    assertThat(read).isEqualTo(Map.of("oracle.net.socksProxyHost", "evil"));
  }

  private void write(String text) throws Exception {
    Files.write(directory.resolve("ojdbc.properties"), text.getBytes(StandardCharsets.US_ASCII));
  }

  private Properties readFor(String url) {
    Properties read = new Properties();
    AmbientParameters.addFiles(
        url,
        new Properties(),
        name -> name.equals("TNS_ADMIN") ? directory.toString() : null,
        read);
    return read;
  }
}
