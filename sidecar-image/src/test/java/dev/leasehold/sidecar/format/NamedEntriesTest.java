// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.config.CredentialFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Properties, JSON and YAML, read back by the libraries that programs read them with. */
class NamedEntriesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void propertiesAreReadBackByTheJdkWhateverTheCharacterSet() throws Exception {
    CredentialRenderer renderer =
        CredentialRenderers.of(CredentialFormat.PROPERTIES, FormatOptions.DEFAULTS);
    for (String password : Passwords.all()) {
      byte[] file = renderer.render(Passwords.credential(password));
      Properties asLatin1 = new Properties();
      asLatin1.load(new ByteArrayInputStream(file));
      Properties asUtf8 = new Properties();
      asUtf8.load(new StringReader(new String(file, UTF_8)));
      assertThat(asLatin1).isEqualTo(expected(password)).isEqualTo(asUtf8);
    }
  }

  /**
   * With a character that is not ASCII as an escape of four digits, which the JDK writes to a
   * stream.
   */
  @Test
  void propertiesAreEscapedAsTheJdkEscapesThem() throws Exception {
    CredentialRenderer renderer =
        CredentialRenderers.of(CredentialFormat.PROPERTIES, FormatOptions.DEFAULTS);
    for (String password : Passwords.all()) {
      String file = new String(renderer.render(Passwords.credential(password)), US_ASCII);
      Properties entries = new Properties();
      entries.setProperty("username", Passwords.credential(password).username());
      entries.setProperty("password", password);
      ByteArrayOutputStream stored = new ByteArrayOutputStream();
      entries.store(stored, null);
      assertThat(file.lines().limit(2).map(NamedEntriesTest::withSmallDigits))
          .containsExactlyInAnyOrderElementsOf(
              stored
                  .toString(US_ASCII)
                  .lines()
                  .filter(line -> !line.startsWith("#"))
                  .map(NamedEntriesTest::withSmallDigits)
                  .toList());
    }
  }

  private static String withSmallDigits(String line) {
    return Pattern.compile("\\\\u[0-9A-F]{4}")
        .matcher(line)
        .replaceAll(escape -> "\\" + escape.group().toLowerCase(Locale.ROOT));
  }

  @Test
  void jsonIsReadBackByJackson() throws Exception {
    CredentialRenderer renderer =
        CredentialRenderers.of(CredentialFormat.JSON, FormatOptions.DEFAULTS);
    for (String password : Passwords.all()) {
      byte[] file = renderer.render(Passwords.credential(password));
      assertThat(JSON.readValue(file, Object.class)).isEqualTo(expected(password));
    }
  }

  @Test
  void yamlIsReadBackBySnakeYaml() throws Exception {
    CredentialRenderer renderer =
        CredentialRenderers.of(CredentialFormat.YAML, FormatOptions.DEFAULTS);
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    for (String password : Passwords.all()) {
      byte[] file = renderer.render(Passwords.credential(password));
      Object read = yaml.load(new ByteArrayInputStream(file));
      assertThat(read).isEqualTo(expected(password));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PROPERTIES", "JSON", "YAML"})
  void entriesHaveTheNamesThatAreSet(CredentialFormat format) throws Exception {
    FormatOptions options =
        FormatOptions.DEFAULTS.withNames(
            "spring.datasource.username", "spring.datasource.password");
    String file = text(format, options, Passwords.credential("secret"));
    assertThat(file).contains("spring.datasource.username").contains("spring.datasource.password");
    assertThat(file.replace("spring.datasource.", "")).isEqualTo(text(format, "secret"));
  }

  @ParameterizedTest
  @EnumSource(names = {"PROPERTIES", "JSON", "YAML"})
  void anUnknownEndIsLeftOut(CredentialFormat format) throws Exception {
    RenderedCredential known = Passwords.credential("secret");
    RenderedCredential unknown =
        new RenderedCredential(
            known.username(), known.password(), known.issuedAt(), null, known.binding(), "");
    assertThat(text(format, FormatOptions.DEFAULTS, unknown))
        .contains("issued_at")
        .doesNotContain("valid_until");
  }

  @ParameterizedTest
  @EnumSource(names = {"PROPERTIES", "JSON", "YAML", "ENV", "TEMPLATE", "USERLIST"})
  void halfASurrogatePairIsRefused(CredentialFormat format) {
    FormatOptions options =
        format == CredentialFormat.TEMPLATE
            ? FormatOptions.DEFAULTS.withTemplate("{{password}}")
            : FormatOptions.DEFAULTS;
    assertThatThrownBy(() -> text(format, options, Passwords.credential("a\ud800b")))
        .isInstanceOf(UnfitCredentialException.class)
        .hasMessage(
            "Binding orders: the format %s cannot hold the password, which is not text: it has half"
                + " of a surrogate pair. Choose another format, or change the password where it is"
                + " made.",
            format.formatName());
  }

  @Test
  void aFileLooksAsTheDocumentationShows() throws IOException, UnfitCredentialException {
    assertThat(text(CredentialFormat.PROPERTIES, "p#w"))
        .isEqualTo(
            """
            username=v-app-x7
            password=p\\#w
            binding=orders
            issued_at=2026-11-28T10\\:00\\:00Z
            valid_until=2026-11-28T11\\:00\\:00Z
            """);
    assertThat(text(CredentialFormat.JSON, "p#w"))
        .isEqualTo(
            """
            {"username":"v-app-x7","password":"p#w","binding":"orders",\
            "issued_at":"2026-11-28T10:00:00Z","valid_until":"2026-11-28T11:00:00Z"}
            """);
    assertThat(text(CredentialFormat.YAML, "p#w"))
        .isEqualTo(
            """
            "username": "v-app-x7"
            "password": "p#w"
            "binding": "orders"
            "issued_at": "2026-11-28T10:00:00Z"
            "valid_until": "2026-11-28T11:00:00Z"
            """);
  }

  private static Map<String, String> expected(String password) {
    return Map.of(
        "username", "v-app-x7",
        "password", password,
        "binding", "orders",
        "issued_at", "2026-11-28T10:00:00Z",
        "valid_until", "2026-11-28T11:00:00Z");
  }

  private static String text(CredentialFormat format, String password)
      throws UnfitCredentialException {
    return text(format, FormatOptions.DEFAULTS, Passwords.credential(password));
  }

  private static String text(
      CredentialFormat format, FormatOptions options, RenderedCredential credential)
      throws UnfitCredentialException {
    byte[] file = CredentialRenderers.of(format, options).render(credential);
    return new String(file, StandardCharsets.UTF_8);
  }
}
