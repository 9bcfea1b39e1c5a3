// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "exec",
        "exec --",
        "copy-agent",
        "copy-agent a b",
        "run --nonsense",
        "run -- word",
        "run --settings",
        "run --exec",
        "run -s a=b -s a=b",
        "validate --exec=yes"
      })
  void endsWith64WhereTheCommandLineIsWrong(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertThat(LeaseholdSidecar.run(arguments)).isEqualTo(ExitCode.USAGE.status());
  }

  @Test
  void namesTheWordThatIsWrongAndShowsHowTheModeIsUsed() {
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setErr(new PrintStream(output, true, UTF_8));
    try {
      assertThat(LeaseholdSidecar.run("run", "--nonsense=hunter2")).isEqualTo(64);
    } finally {
      System.setErr(before);
    }
    assertThat(output.toString(UTF_8))
        .contains("unknown option --nonsense")
        .contains("Usage: leasehold-sidecar run [OPTION]...")
        .doesNotContain("hunter2");
  }

  @Test
  void saysWhichErrorEndsIt() {
    PrintStream out = System.out;
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setErr(new PrintStream(output, true, UTF_8));
    System.setOut(
        new PrintStream(new ByteArrayOutputStream(), true, UTF_8) {
          @Override
          public void print(String text) {
            throw new StackOverflowError("as of a deep recursion");
          }
        });
    try {
      assertThat(LeaseholdSidecar.run("--help")).isEqualTo(ExitCode.INTERNAL.status());
    } finally {
      System.setOut(out);
      System.setErr(before);
    }
    assertThat(output.toString(UTF_8))
        .startsWith("leasehold-sidecar: a fault of the program's own: java.lang.StackOverflowError")
        .contains("at " + CommandLineTest.class.getName());
  }

  @Test
  void readsAnOptionsValueInItsOwnWordOrInTheNext() throws UsageException {
    assertThat(parse(SidecarMode.RUN, "-s", "a=b").value(ModeOption.SETTINGS)).isEqualTo("a=b");
    assertThat(parse(SidecarMode.RUN, "-s=a=b").value(ModeOption.SETTINGS)).isEqualTo("a=b");
    assertThat(parse(SidecarMode.RUN, "--settings=").value(ModeOption.SETTINGS)).isEmpty();
    assertThat(parse(SidecarMode.RUN).value(ModeOption.SETTINGS)).isNull();
    assertThat(parse(SidecarMode.VALIDATE, "--exec").has(ModeOption.EXEC)).isTrue();
  }

  @Test
  void leavesACommandItsOwnOptions() throws UsageException {
    ModeArguments marked =
        parse(SidecarMode.EXEC_COMMAND, "--username-variable", "PGUSER", "--", "--odd", "-s");
    assertThat(marked.operands()).containsExactly("--odd", "-s");
    assertThat(marked.value(ModeOption.USERNAME_VARIABLE)).isEqualTo("PGUSER");
    assertThat(parse(SidecarMode.EXEC_COMMAND, "psql", "-s", "--", "x").operands())
        .containsExactly("psql", "-s", "--", "x");
    assertThat(parse(SidecarMode.COPY_AGENT, "-").operands()).containsExactly("-");
  }

  private static ModeArguments parse(SidecarMode mode, String... words) throws UsageException {
    return ModeArguments.parse(mode, List.of(words));
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void documentsEachStatus(ExitCode code) throws IOException {
    List<String> document = Files.readAllLines(Path.of("..", "docs", "sidecar.md"));
    assertThat(document).anySatisfy(row -> assertThat(row).startsWith("| " + code.status() + " |"));
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::status)).doesNotHaveDuplicates();
  }
}
