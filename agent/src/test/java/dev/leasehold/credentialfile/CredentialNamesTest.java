// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.Credential;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialNamesTest {

  @ParameterizedTest
  @CsvSource({
    "username, password",
    "user, password",
    "spring.datasource.username, spring.datasource.password",
    "quarkus.datasource.username, quarkus.datasource.password",
    "db-username, db-password",
    "DB_USER, DB_PASSWORD",
    "DATABASE_USERNAME, DATABASE_PASSWORD",
    "PGUSER, PGPASSWORD",
    "POSTGRES_USER, POSTGRES_PASSWORD",
    "MYSQL_USER, MYSQL_PASSWORD"
  })
  void knowsTheNamesThatFrameworksAndImagesRead(String user, String password) throws Exception {
    assertThat(find(user, "u", password, "p").username()).isEqualTo("u");
  }

  @Test
  void takesAWholeCredentialBeforeHalfOfAnother() throws Exception {
    assertThat(find("USER", "root", "DB_USER", "u", "DB_PASSWORD", "p").username()).isEqualTo("u");
  }

  @Test
  void takesOneCredentialUnderTwoNames() throws Exception {
    assertThat(find("username", "u", "password", "p", "DB_USER", "u", "DB_PASSWORD", "p"))
        .hasToString("u:****");
  }

  @Test
  void refusesTwoCredentials() {
    assertThatThrownBy(
            () -> find("username", "u", "password", "p", "PGUSER", "u", "PGPASSWORD", "q"))
        .hasMessage(
            "holds more than one credential, under names of several kinds; leave one credential in"
                + " it");
  }

  @Test
  void refusesTwoValuesUnderTwoSpellingsOfOneName() throws Exception {
    for (String[] pair : new String[][] {{"db.user", "DB_USER"}, {"DB_USER", "db.user"}}) {
      assertThatThrownBy(() -> find(pair[0], "u", pair[1], "v", "db.password", "p"))
          .hasMessage(
              "holds two values under DB_USER and db.user, which are two spellings of one name;"
                  + " leave one of them in it");
    }
    assertThatThrownBy(
            () -> find("username", "u", "password", "p", "lease-id", "1", "lease_id", "2"))
        .hasMessageStartingWith("holds two values under lease-id and lease_id, which");
    assertThat(find("db.user", "u", "DB_USER", "u", "db.password", "p").username()).isEqualTo("u");
    assertThat(find("user", "u", "password", "p", "db.host", "a", "DB_HOST", "b").username())
        .as("of a name that nobody reads")
        .isEqualTo("u");
  }

  @Test
  void takesTheUsernameBeforeTheUser() throws Exception {
    assertThat(find("user", "v", "username", "u", "password", "p").username()).isEqualTo("u");
  }

  @Test
  void namesTheHalfThatIsMissing() {
    assertThatThrownBy(() -> find("username", "u"))
        .hasMessage("holds a user without a password; check the program that writes it");
    assertThatThrownBy(() -> find("username", "u", "password", ""))
        .hasMessage("holds a user without a password; check the program that writes it");
    assertThatThrownBy(() -> find("DB_PASSWORD", "p"))
        .hasMessage("holds a password without a user; check the program that writes it");
    assertThatThrownBy(() -> find("login", "u", "secret", "p"))
        .hasMessage(
            "holds no user and password under a name that Leasehold knows; write them as username"
                + " and password");
  }

  /** As of a file of the CSI provider that holds all that Vault answered. */
  @Test
  void takesNoJsonForAUser() {
    assertThatThrownBy(
            () -> find("username", " {\"username\": \"u\", \"password\": \"s\"}", "password", "p"))
        .hasMessageStartingWith("holds a user that begins with a brace, as JSON does; write");
    assertThatThrownBy(() -> find("username", "u".repeat(257), "password", "p"))
        .hasMessage("holds a user of over 256 characters; check the program that writes it");
  }

  @Test
  void refusesAPasswordWithZeroBytes() {
    assertThatThrownBy(() -> find("username", "u", "password", "p\0\0"))
        .hasMessageStartingWith("holds a password with a NUL character in it, as a file has");
  }

  @Test
  void refusesAUserThatWouldBreakALine() {
    assertThatThrownBy(() -> find("username", "u\nx", "password", "p"))
        .hasMessageStartingWith("holds a user with control characters");
  }

  private static Credential find(String... namesAndValues) throws UnfitFileException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return CredentialNames.find(CredentialNames.normalized(fields));
  }
}
