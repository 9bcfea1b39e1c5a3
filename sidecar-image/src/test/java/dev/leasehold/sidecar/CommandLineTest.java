// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.ValueType;
import dev.leasehold.sidecar.format.CredentialFormat;
import dev.leasehold.sidecar.signal.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"init", "run", "exec", "validate", "healthcheck", "copy-agent", "version"})
  void hasHelpForEachMode(String mode) {
    assertThat(LeaseholdSidecar.run(mode, "--help")).isZero();
  }

  @Test
  void hasHelpOfItsOwn() {
    assertThat(LeaseholdSidecar.run("--help")).isZero();
    assertThat(LeaseholdSidecar.run("version")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "exec", "copy-agent", "run --nonsense"})
  void endsWith64WhereTheCommandLineIsWrong(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertThat(LeaseholdSidecar.run(arguments)).isEqualTo(ExitCode.USAGE.status());
  }

  /** The settings list their words; what they stand for is elsewhere. */
  @Test
  void knowsEachFormatAndSignalThatTheSettingsDo() {
    assertThat(ValueType.FORMAT.words())
        .isEqualTo(Stream.of(CredentialFormat.values()).map(CredentialFormat::formatName).toList());
    assertThat(ValueType.SIGNAL.words())
        .isEqualTo(Stream.of(Signal.values()).map(Signal::name).toList());
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void documentsEachStatus(ExitCode code) throws IOException {
    List<String> document = Files.readAllLines(Path.of("..", "docs", "sidecar.md"));
    assertThat(document).anySatisfy(row -> assertThat(row).startsWith("| " + code.status() + " |"));
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::status)).doesNotHaveDuplicates();
  }
}
