// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.vault.MisbehavingServer.inTurn;
import static dev.leasehold.vault.MisbehavingServer.status;
import static dev.leasehold.vault.MisbehavingServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that HTTP and JSON allow and Vault does not give, or hardly ever. */
@Timeout(120)
class UnusualAnswerTest {

  private static final String PATH = "database/creds/orders";

  private final File token;

  UnusualAnswerTest(@TempDir Path directory) throws Exception {
    token = Files.writeString(directory.resolve("token"), "jwt\n").toFile();
  }

  @Test
  void passesOverInterimAnswers() throws Exception {
    String body = "{\"data\":{\"username\":\"u\",\"password\":\"p\"}}";
    String interim =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
            + "HTTP/1.1 103 Early Hints\r\nLink: </ui>; rel=preload\r\n\r\n";
    MisbehavingServer.Behaviour behaviour =
        out -> {
          write(out, interim);
          status(200, body).answer(out);
        };
    try (MisbehavingServer server = new MisbehavingServer(behaviour)) {
      assertThat(session(server).leases(VaultPath.ofSecret(PATH)).fetch().credential().username())
          .isEqualTo("u");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n', 1",
    "'HTTP/1.1 103 Early Hints\r\n\r\n', 9"
  })
  void refusesAChangeOfProtocolAndInterimAnswersWithoutEnd(String interim, int times)
      throws Exception {
    assertFault(
        out -> write(out, interim.translateEscapes().repeat(times)),
        "Vault could not be asked for "
            + PATH
            + ": the server that answers does not speak HTTP/1.1 as Vault does; check VAULT_ADDR");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "lease_duration":9223372036854775808 | lease_duration 9223372036854775808, which is no \
          number of seconds from 0 to 3153600000
          "lease_duration":1e400 | lease_duration 1e400, which is no number of seconds from 0 to \
          3153600000
          "lease_duration":1e9999999999 | lease_duration 1e9999999999, which is no number of seconds \
          from 0 to 3153600000
          "lease_duration":18446744073709551636 | lease_duration 18446744073709551636, which is no \
          number of seconds from 0 to 3153600000
          "lease_duration":"20" | lease_duration "20", which is no number of seconds from 0 to \
          3153600000
          "lease_duration":-1 | lease_duration -1, which is no number of seconds from 0 to 3153600000
          "lease_duration":null | no lease_duration
          """)
  void saysWhatCameInsteadOfALengthAndGivesTheLeaseBack(String field, String what)
      throws Exception {
    String body =
        "{\"lease_id\":\"a/b\"," + field + ",\"data\":{\"username\":\"u\",\"password\":\"p\"}}";
    try (MisbehavingServer server = new MisbehavingServer(status(200, body))) {
      assertThat(fetch(server).getMessage())
          .isEqualTo(
              "Vault answered 200 for "
                  + PATH
                  + " with "
                  + what
                  + "; check that VAULT_ADDR names Vault and nothing that changes its answers (at "
                  + server.address()
                  + ")");
      assertThat(server.requests()).contains("PUT /v1/sys/leases/revoke HTTP/1.1");
    }
  }

  @Test
  void saysThatALeaseOfNoUseCouldNotBeGivenBackAndWhy() throws Exception {
    String body =
        "{\"lease_id\":\"a/b\",\"lease_duration\":-1,"
            + "\"data\":{\"username\":\"u\",\"password\":\"p\"}}";
    MisbehavingServer.Behaviour sealed = status(503, "{\"errors\":[\"Vault is sealed\"]}");
    try (MisbehavingServer server = new MisbehavingServer(inTurn(status(200, body), sealed))) {
      assertThat(fetch(server))
          .hasMessageContaining(" with lease_duration -1, ")
          .hasMessageContaining(
              "; that lease could not be revoked, either: Vault answered 503 for sys/leases/revoke:"
                  + " Vault is sealed; unseal it");
    }
  }

  @Test
  void saysThatTheTokenHasEndedAndNotThatThePolicyLacksSomething() throws Exception {
    String body =
        "{\"errors\":[\"2 errors occurred:\\n\\t* permission denied\\n\\t* invalid token\\n\\n\"]}";
    try (MisbehavingServer server = new MisbehavingServer(status(403, body))) {
      assertThat(fetch(server))
          .hasMessageContaining(": the token has ended or was revoked, which is no matter of its")
          .hasMessageNotContaining("lacks read");
    }
  }

  @Test
  void isNotHarmedByANumberInAFieldThatNobodyReads() throws Exception {
    String body =
        "{\"data\":{\"username\":\"u\",\"password\":\"p\",\"x\":1e999999999,\"y\":"
            + "7".repeat(5000)
            + "}}";
    try (MisbehavingServer server = new MisbehavingServer(status(200, body))) {
      assertThat(session(server).leases(VaultPath.ofSecret(PATH)).fetch().credential().username())
          .isEqualTo("u");
    }
  }

  @Test
  void showsNoControlCharacterOfAServer() throws Exception {
    String escape = "\\u001b[2J";
    assertFault(
        status(200, "{\"data\":{\"username\":\"u" + escape + "\",\"password\":\"p\"}}"),
        "Vault answered 200 for "
            + PATH
            + " with a username that has control characters in it; check username_template of the"
            + " role, or the secret");
    try (MisbehavingServer server =
        new MisbehavingServer(status(500, "{\"errors\":[\"red " + escape + "\"]}"))) {
      assertThat(fetch(server).getMessage()).endsWith(", Vault says: red [2J)");
    }
  }

  private void assertFault(MisbehavingServer.Behaviour behaviour, String message) throws Exception {
    try (MisbehavingServer server = new MisbehavingServer(behaviour)) {
      LeaseException fault = fetch(server);
      assertThat(fault.getMessage()).isEqualTo(message + " (at " + server.address() + ")");
      assertThat(fault.kind()).isEqualTo(LeaseException.Kind.INVALID);
    }
  }

  private LeaseException fetch(MisbehavingServer server) throws Exception {
    VaultSession session = session(server);
    LeaseException fault =
        catchThrowableOfType(
            LeaseException.class, () -> session.leases(VaultPath.ofSecret(PATH)).fetch());
    assertThat(fault).isNotNull();
    return fault;
  }

  private VaultSession session(MisbehavingServer server) throws LeaseException {
    VaultConnection connection =
        VaultConnection.to(VaultAddress.parse(server.address()), Duration.ofSeconds(5)).build();
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "orders", token);
    return new VaultSession(connection, login, LeaseClock.system());
  }
}
