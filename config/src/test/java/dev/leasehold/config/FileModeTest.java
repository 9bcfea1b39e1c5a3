// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileModeTest {

  private static final String ADVICE = "; write 0440, or 0400 where one user reads";

  @ParameterizedTest
  @CsvSource({
    "0440,r--r-----",
    "440,r--r-----",
    "0400,r--------",
    "0640,rw-r-----",
    "600,rw-------"
  })
  void aModeIsAnOctalNumber(String text, String permissions) {
    FileMode mode = FileMode.parse(text);
    assertThat(mode.permissions()).isEqualTo(PosixFilePermissions.fromString(permissions));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0777", "0644", "0444", "0604", "0441"})
  void aModeThatOthersCanUseIsRefused(String text) {
    assertThatThrownBy(() -> FileMode.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mode " + text + " opens the credential to every user" + ADVICE);
  }

  @Test
  void aModeThatLetsOthersThanTheOwnerWriteIsRefused() {
    assertThatThrownBy(() -> FileMode.parse("0660"))
        .hasMessage("mode 0660 lets the group write, or lets the file be executed" + ADVICE);
    assertThatThrownBy(() -> FileMode.parse("0500"))
        .hasMessage("mode 0500 lets the group write, or lets the file be executed" + ADVICE);
  }

  @Test
  void aModeThatKeepsTheOwnerOutIsRefused() {
    assertThatThrownBy(() -> FileMode.parse("0040"))
        .hasMessage("mode 0040 keeps the owner from reading" + ADVICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0480", "rw-r-----", "04400", "1440", "-440"})
  void whatIsNoModeIsRefused(String text) {
    assertThatThrownBy(() -> FileMode.parse(text))
        .hasMessage("a mode is an octal number of three digits" + ADVICE);
  }
}
