// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.CredentialFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The env file, read back by the machine's {@code /bin/sh}. */
class EnvFileTest {

  private static final String READ_ALL =
      "for file in \"$0\"/*; do . \"$file\"; printf '%s\\0' \"$DB_PASSWORD\"; done";

  private final CredentialRenderer renderer =
      CredentialRenderers.of(CredentialFormat.ENV, FormatOptions.DEFAULTS);

  private final Path directory;

  EnvFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aShellReadsWhatWasWritten() throws Exception {
    List<String> written = new ArrayList<>();
    List<String> passwords = new ArrayList<>(Passwords.ascii());
    passwords.addAll(Passwords.beyondAscii());
    passwords.add("a\tb");
    for (String password : passwords) {
      if (!isRefused(password)) {
        Path file = directory.resolve(String.format("%05d", written.size()));
        Files.write(file, renderer.render(Passwords.credential(password)));
        written.add(password);
      }
    }
    assertThat(written).hasSizeGreaterThan(passwords.size() / 2);
    assertThat(read()).containsExactlyElementsOf(written);
  }

  @Test
  void aValueWithoutSpecialCharactersHasNoQuotesSoThatDockerReadsIt() throws Exception {
    assertThat(text("A1a-4fR7zQvY9TtKpLmX"))
        .isEqualTo("DB_USERNAME=v-app-x7\nDB_PASSWORD=A1a-4fR7zQvY9TtKpLmX\n");
  }

  @Test
  void quotesAreThoseThatShellAndComposeReadAlike() throws Exception {
    assertThat(text("a b$c`d\"e")).endsWith("DB_PASSWORD='a b$c`d\"e'\n");
    assertThat(text("it's $x \"y\" \\z")).endsWith("DB_PASSWORD=\"it's \\$x \\\"y\\\" \\\\z\"\n");
    assertThat(text("x\\")).endsWith("DB_PASSWORD=\"x\\\\\"\n");
  }

  @Test
  void variablesHaveTheNamesThatAreSet() throws Exception {
    CredentialRenderer libpq =
        CredentialRenderers.of(
            CredentialFormat.ENV, FormatOptions.DEFAULTS.withNames("PGUSER", "PGPASSWORD"));
    assertThat(new String(libpq.render(Passwords.credential("x")), StandardCharsets.UTF_8))
        .isEqualTo("PGUSER=v-app-x7\nPGPASSWORD=x\n");
  }

  @Test
  void whatShellAndComposeReadDifferentlyIsRefused() {
    assertThatThrownBy(() -> text("it's `x`"))
        .isInstanceOf(UnfitCredentialException.class)
        .hasMessage(
            "Binding orders: the format env cannot hold the password, which has a backquote beside"
                + " a single quote or a final backslash, so that a shell and Compose would read two"
                + " different values. Choose another format, or change the password where it is"
                + " made.");
  }

  @Test
  void aLineBreakIsRefused() {
    assertThatThrownBy(() -> text("a\nb"))
        .hasMessage(
            "Binding orders: the format env cannot hold the password, which has a line break in it."
                + " Choose another format, or change the password where it is made.");
    assertThatThrownBy(() -> text("a\u0000b"))
        .hasMessage(
            "Binding orders: the format env cannot hold the password, which has a NUL in it."
                + " Choose another format, or change the password where it is made.");
  }

  private static boolean isRefused(String password) {
    return password.indexOf('`') >= 0 && (password.indexOf('\'') >= 0 || password.endsWith("\\"));
  }

  private List<String> read() throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("/bin/sh", "-eu", "-c", READ_ALL, directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return Pattern.compile("\0").splitAsStream(output).toList();
  }

  private String text(String password) throws UnfitCredentialException {
    return new String(renderer.render(Passwords.credential(password)), StandardCharsets.UTF_8);
  }
}
