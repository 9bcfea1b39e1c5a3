// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.Credential;
import java.util.HashMap;
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
            "holds more than one credential, under names of several kinds; leave one in it");
  }

  @Test
  void namesTheHalfThatIsMissing() {
    assertThatThrownBy(() -> find("username", "u"))
        .hasMessage("holds a user without a password; check what writes it");
    assertThatThrownBy(() -> find("username", "u", "password", ""))
        .hasMessage("holds a user without a password; check what writes it");
    assertThatThrownBy(() -> find("DB_PASSWORD", "p"))
        .hasMessage("holds a password without a user; check what writes it");
    assertThatThrownBy(() -> find("login", "u", "secret", "p"))
        .hasMessage(
            "holds no user and password under a name that Leasehold knows; write them as username"
                + " and password");
  }

  @Test
  void refusesAUserThatWouldBreakALine() {
    assertThatThrownBy(() -> find("username", "u\nx", "password", "p"))
        .hasMessageStartingWith("holds a user with control characters");
  }

  private static Credential find(String... namesAndValues) throws UnfitFileException {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return CredentialNames.find(CredentialNames.normalized(fields));
  }
}
