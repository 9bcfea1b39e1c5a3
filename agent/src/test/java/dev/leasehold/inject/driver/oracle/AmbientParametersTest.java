// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
