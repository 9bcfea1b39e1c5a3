// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverFilesTest {

  @Test
  void redshiftsEnvironmentVariableNamesAFile(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("any.ini"));
    assertThat(
            DriverFiles.iniFile(
                DriverFilesTest.class,
                name -> name.equals("AMAZON_REDSHIFT_JDBC_INI_FILE") ? file.toString() : null))
        .isEqualTo(file.toString());
  }
}
