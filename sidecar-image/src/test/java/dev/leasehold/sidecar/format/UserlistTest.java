// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.CredentialFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The form of PgBouncer's file; {@code PostgresClientsIT} has PgBouncer read it. */
class UserlistTest {

  private static final FormatOptions CLEAR = FormatOptions.DEFAULTS.withClearPassword();

  private static final String CHANGE =
      " Choose another format, or change the password where it is made.";

  /** The exchange in RFC 7677, 3: user {@code user}, password {@code pencil}. */
  @Test
  void theSecretIsThatOfTheExampleInRfc7677() throws Exception {
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    String secret = ScramSecret.of("pencil", salt);
    assertThat(secret)
        .isEqualTo(
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
  }

  @Test
  void eachFileHasASaltOfItsOwn() throws Exception {
    String one = text(FormatOptions.DEFAULTS, "secret");
    assertThat(one).matches("\"v-app-x7\" \"SCRAM-SHA-256\\$4096:[^\"]+\"\n");
    assertThat(text(FormatOptions.DEFAULTS, "secret")).isNotEqualTo(one);
    assertThat(one).doesNotContain("\"secret\"");
  }

  @Test
  void aQuoteIsDoubledInAClearPassword() throws Exception {
    assertThat(text(CLEAR, "a\"b\\c'")).isEqualTo("\"v-app-x7\" \"a\"\"b\\c'\"\n");
  }

  @Test
  void aClearPasswordThatPgBouncerWouldTakeForASecretIsRefused() {
    String problem =
        "Binding orders: the format userlist cannot hold the password, which looks like a stored"
            + " secret, which PgBouncer takes it for."
            + CHANGE;
    assertThatThrownBy(() -> text(CLEAR, "SCRAM-SHA-256$x")).hasMessage(problem);
    assertThatThrownBy(() -> text(CLEAR, "md5" + "0".repeat(32))).hasMessage(problem);
  }

  @Test
  void aPasswordThatIsNotAsciiHasNoScramSecret() throws Exception {
    assertThatThrownBy(() -> text(FormatOptions.DEFAULTS, "pässwörd"))
        .hasMessage(
            "Binding orders: the format userlist cannot hold the password, which is not ASCII, so"
                + " its SCRAM secret would hang on how each client prepares it."
                + CHANGE);
    assertThat(text(CLEAR, "pässwörd")).contains("\"pässwörd\"");
  }

  @Test
  void whatPgBouncerCannotReadIsRefused() {
    assertThatThrownBy(() -> text(FormatOptions.DEFAULTS, ""))
        .hasMessage(
            "Binding orders: the format userlist cannot hold the password, which is empty, so there"
                + " is no SCRAM secret of it."
                + CHANGE);
    assertThatThrownBy(() -> text(CLEAR, "\"".repeat(1024)))
        .hasMessage(
            "Binding orders: the format userlist cannot hold the password, which is longer than"
                + " PgBouncer's 2047 bytes, in which a quote counts twice."
                + CHANGE);
    assertThatThrownBy(() -> text(CLEAR, "a\nb"))
        .hasMessage(
            "Binding orders: the format userlist cannot hold the password, which has a line break"
                + " in it."
                + CHANGE);
  }

  private static String text(FormatOptions options, String password)
      throws UnfitCredentialException {
    byte[] file =
        CredentialRenderers.of(CredentialFormat.USERLIST, options)
            .render(Passwords.credential(password));
    return new String(file, StandardCharsets.UTF_8);
  }
}
