// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatsTest {

  private static final FileIdentity PLACE = new FileIdentity(Set.of("x"), false);

  private static final Credential CREDENTIAL = new Credential("v-orders", Secret.of("pa$s'w\\d"));

  private static final String EVERY_PRINTABLE =
      IntStream.rangeClosed('!', '~')
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "username=v-orders\npassword=pa$s'w\\\\d\n",
        "# a comment\n"
            + "spring.datasource.username: v-orders\r\n"
            + "spring.datasource.password=pa$s'w\\\\d",
        "db.user = v-orders\ndb.password = pa$s'w\\\\d\nother=x\n",
        "\uFEFFusername=v-orders\npassword=pa$s'w\\\\d\n",
        "export DB_USERNAME='v-orders'\nexport DB_PASSWORD='pa$s'\\''w\\d'\n",
        "export PGUSER=v-orders\nexport PGPASSWORD=\"pa\\$s'w\\\\d\"  # a comment\n",
        "export PGUSER=v-orders\r\nexport PGPASSWORD='pa$s'\\''w\\d'\r\n",
        "DB_USER=v-orders\r\nDB_PASSWORD=pa$s'w\\d\r\n",
        "export PGUSER=v-orders\nexport PGPASSWORD=pa\\$s\\'w\\\\d",
        "DB_USER=v-orders\n\nDB_PASSWORD=pa$s'w\\d\n",
        "DB_USER=\"v-orders\"\nDB_PASSWORD=\"pa$s'w\\\\d\"\n",
        "SPRING_DATASOURCE_USERNAME=v-orders\nSPRING_DATASOURCE_PASSWORD=pa$s'w\\d\n",
        "{\"username\": \"v-orders\", \"password\": \"pa$s'w\\\\d\"}",
        " \n"
            + "{\"spring\": {\"datasource\": {\"username\": \"v-orders\", \"password\":"
            + " \"pa$s'w\\\\d\"}}}",
        "{\"lease_id\": \"database/creds/x/1\", \"renewable\": true, \"lease_duration\": 60,"
            + " \"data\": {\"username\": \"v-orders\", \"password\": \"pa$s'w\\\\d\"}, \"auth\":"
            + " null}",
        "{\"lease_id\": \"\", \"lease_duration\": 2764800, \"data\": {\"data\": {\"username\":"
            + " \"v-orders\", \"password\": \"pa$s'w\\\\d\"}, \"metadata\": {\"version\": 3}}}"
      })
  void readsWhatIsWrittenInEachFormat(String text) throws Exception {
    assertThat(read(text).credential()).isEqualTo(CREDENTIAL);
  }

  @Test
  void readsEveryPrintableCharacterInEachFormat() throws Exception {
    String backslashed = EVERY_PRINTABLE.replace("\\", "\\\\");
    String quoted = "'" + EVERY_PRINTABLE.replace("'", "'\\''") + "'";
    assertPassword("username=u\npassword=" + backslashed);
    assertPassword("export DB_USER=u\nexport DB_PASSWORD=" + quoted);
    assertPassword("DB_USER=u\nDB_PASSWORD=" + EVERY_PRINTABLE);
    assertPassword(
        "{\"username\": \"u\", \"password\": \"" + backslashed.replace("\"", "\\\"") + "\"}");
  }

  private static void assertPassword(String text) throws UnfitFileException {
    assertThat(read(text).credential().password().reveal()).isEqualTo(EVERY_PRINTABLE);
  }

  /** Which of both is meant cannot be seen from the text. */
  @Test
  void readsQuotesAsTheFormatThatIsSetHasThem() throws Exception {
    String text = "username=u\npassword='it'\n";
    assertThat(read(text).credential().password().reveal()).isEqualTo("'it'");
    ParsedCredential shell = ParsedCredential.of(content(text), new EnvironmentFormat());
    assertThat(shell.credential().password().reveal()).isEqualTo("it");
  }

  @Test
  void readsAQuotedValueOfSeveralLines() throws Exception {
    assertThat(read("export DB_PASSWORD='a\nb'\nexport DB_USER=u").credential().password())
        .isEqualTo(Secret.of("a\nb"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export DB_USER=u\nexport DB_PASSWORD='never ends\n",
        "export DB_USER=u\nsome command\n"
      })
  void refusesWhatIsNoAssignment(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UnfitFileException.class)
        .hasMessageStartingWith("is not written as assignments: it has a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"username\": \"v-orders\", \"password\": \"top-sec",
        "{\"username\": \"v-orders\", \"password\": \"top-secret\"",
        "{\"username\": \"u\", \"password\": \"p\"}sword\": \"top-secret\"}",
        "{\"username\": \"u\", \"password\": \"p\"}\n"
            + "{\"username\": \"v\", \"password\": \"top-secret\"}",
        "{top-secret}"
      })
  void refusesHalfAnObjectWithoutShowingIt(String text) {
    assertThatThrownBy(() -> read(text))
        .hasMessage("is not one whole JSON object; correct it, or set leasehold.source.format")
        .hasNoCause();
  }

  @Test
  void refusesAnObjectThatIsTooDeep() {
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    assertThatThrownBy(() -> read(deep)).hasMessageStartingWith("is not one whole JSON object");
  }

  @Test
  void takesNoListForText() {
    assertThatThrownBy(() -> read("{\"username\": [\"u\"], \"password\": [\"p\"]}"))
        .hasMessageStartingWith("holds no user and password under a name");
  }

  @Test
  void takesANumberForTextUnlessItIsTooLongToBeKept() throws Exception {
    String user = "{\"username\": \"u\", \"password\": ";
    assertThat(read(user + "1234e5}").credential().password().reveal()).isEqualTo("1234e5");
    String digits = "1".repeat(41);
    assertThatThrownBy(() -> read(user + digits + "}"))
        .hasMessage("holds a number of over 40 digits under password; write it in quotes");
    assertThat(read(user + "1, \"id\": " + digits + "}").credential().username()).isEqualTo("u");
  }

  @Test
  void keepsASpaceAtTheEndOfProperties() throws Exception {
    assertThat(read("username=u\npassword=p ").credential().password().reveal()).isEqualTo("p ");
  }

  @Test
  void refusesWhatIsNoText() {
    byte[] binary = {(byte) 0xFF, (byte) 0xFE, 0};
    assertThatThrownBy(
            () ->
                ParsedCredential.of(
                    FileContent.ofFile("x", binary, 0, PLACE), new DetectedFormat()))
        .hasMessage("is not text in UTF-8; check the program that writes it");
    assertThatThrownBy(() -> read(" \n")).hasMessage("is empty; check the program that writes it");
    assertThatThrownBy(() -> read("username=\\u12"))
        .hasMessageStartingWith("is not written as properties: a \\u without");
  }

  @Test
  void takesOneLineEndOffTheFilesOfADirectory() throws Exception {
    FileContent content =
        FileContent.ofDirectory(
            Map.of("username", bytes("v-orders\r\n"), "password", bytes(" with spaces \n")),
            0,
            PLACE);
    Credential read = ParsedCredential.of(content, new DetectedFormat()).credential();
    assertThat(read).isEqualTo(new Credential("v-orders", Secret.of(" with spaces ")));
  }

  private static ParsedCredential read(String text) throws UnfitFileException {
    return ParsedCredential.of(content(text), new DetectedFormat());
  }

  private static FileContent content(String text) {
    return FileContent.ofFile("x", bytes(text), 0, PLACE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
