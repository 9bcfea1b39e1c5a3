// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;
import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;
import static dev.leasehold.vault.MisbehavingServer.head;
import static dev.leasehold.vault.MisbehavingServer.redirect;
import static dev.leasehold.vault.MisbehavingServer.status;
import static dev.leasehold.vault.MisbehavingServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class MisbehavingServerTest {

  private static final String PATH = "database/creds/orders";
  private static final String ELSEWHERE =
      "; check that VAULT_ADDR names Vault's API and no other server";

  private final File token;

  MisbehavingServerTest(@TempDir Path directory) throws Exception {
    token = Files.writeString(directory.resolve("token"), "jwt\n").toFile();
  }

  @Test
  void saysThatAnAnswerIsNotJson() throws Exception {
    assertFault(
        status(200, "<html>Welcome</html>"),
        INVALID,
        "Vault answered 200 for "
            + PATH
            + " with something that is not a whole JSON object"
            + ELSEWHERE);
  }

  @Test
  void saysThatAnAnswerIsTooLong() throws Exception {
    String body = "{\"x\":\"" + "y".repeat(2 * 1024 * 1024) + "\"}";
    assertFault(
        status(200, body), INVALID, "Vault's answer for " + PATH + " is over 1 MiB" + ELSEWHERE);
  }

  @Test
  void saysThatAnAnswerWasCut() throws Exception {
    assertFault(
        out -> write(out, head(200, "Content-Length: 500") + "{\"lease_id\":\"x\","),
        UNAVAILABLE,
        "Vault could not be asked for "
            + PATH
            + ": the connection was cut before the whole answer"
            + " was there; if it speaks TLS, write https in VAULT_ADDR");
  }

  /** Vault may have made a role for such a request, and for no other. */
  @Test
  void tellsWhichRequestsHaveNoWholeAnswer() throws Exception {
    String gone;
    try (MisbehavingServer cutting =
            new MisbehavingServer(out -> write(out, head(200, "Content-Length: 500") + "{"));
        MisbehavingServer refusing = new MisbehavingServer(status(403, "{}"))) {
      assertThat(fetch(cutting).isUnanswered()).as("it was cut").isTrue();
      assertThat(fetch(refusing).isUnanswered()).as("it was refused").isFalse();
      gone = cutting.address();
    }
    VaultConnection.Builder nowhere =
        VaultConnection.to(VaultAddress.parse(gone), Duration.ofSeconds(5));
    LeaseSource unreached = session(nowhere).leases(VaultPath.ofSecret(PATH));
    assertThat(catchThrowableOfType(LeaseException.class, unreached::fetch).isUnanswered())
        .as("nothing was sent")
        .isFalse();
  }

  @Test
  void saysThatThereWasNoAnswerInTime() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    assertFault(out -> never.await(), UNAVAILABLE, inTime());
    never.countDown();
  }

  @Test
  void isNotKeptByAnAnswerThatDrips() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    assertFault(out -> drip(out, over), UNAVAILABLE, inTime());
    over.countDown();
  }

  @Test
  void saysThatHeadersAreTooMany() throws Exception {
    String headers = "X-Header: value\r\n".repeat(1000) + "Content-Length: 0";
    assertFault(
        out -> write(out, head(200, headers)),
        INVALID,
        "Vault could not be asked for "
            + PATH
            + ": its answer's headers are too many or too long; check VAULT_ADDR");
  }

  @Test
  void saysThatItIsNotHttp() throws Exception {
    assertFault(
        out -> write(out, "220 mail.example ESMTP\r\n\r\n"),
        INVALID,
        "Vault could not be asked for "
            + PATH
            + ": the server that answers does not speak HTTP/1.1 as Vault does; check VAULT_ADDR");
  }

  @Test
  void saysThatThereIsNoUsername() throws Exception {
    assertFault(
        status(
            200, "{\"lease_id\":\"a/b\",\"lease_duration\":60,\"data\":{\"password\":\"p4ss\"}}"),
        INVALID,
        "Vault answered 200 for "
            + PATH
            + " with no username; name a creds path of the database"
            + " engine, or a secret with username and password");
  }

  @Test
  void saysThatThereIsNoPassword() throws Exception {
    assertFault(
        status(200, "{\"data\":{\"username\":\"u\"}}"),
        INVALID,
        "Vault answered 200 for "
            + PATH
            + " with no password; name a creds path of the database"
            + " engine, or a secret with username and password");
  }

  @Test
  void saysThatALeaseHasNoLengthAndGivesItBack() throws Exception {
    String body =
        "{\"lease_id\":\"a/b\",\"lease_duration\":0,"
            + "\"data\":{\"username\":\"u\",\"password\":\"p4ss\"}}";
    try (MisbehavingServer server = new MisbehavingServer(status(200, body))) {
      assertThat(fetch(server).getMessage())
          .isEqualTo(
              "Vault answered 200 for "
                  + PATH
                  + " with a lease of 0 seconds; set default_ttl of"
                  + " the database role (at "
                  + server.address()
                  + ")");
      assertThat(server.requests()).contains("PUT /v1/sys/leases/revoke HTTP/1.1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          412 | UNAVAILABLE | the server is behind the state that was asked for
          429 | UNAVAILABLE | too many requests, or a standby; check Vault's rate limits
          472 | UNAVAILABLE | the server is a standby; point VAULT_ADDR at the active server
          473 | UNAVAILABLE | the server is a standby; point VAULT_ADDR at the active server
          500 | UNAVAILABLE | an error inside Vault; look in Vault's log
          501 | UNAVAILABLE | Vault is not initialized; initialize and unseal it
          502 | UNAVAILABLE | a proxy or load balancer before Vault reached none; check its targets
          503 | UNAVAILABLE | Vault is not ready: sealed, or a standby without an active server
          418 | INVALID     | not an answer that Vault gives there; check VAULT_ADDR and the path
          """)
  void saysWhatAStatusMeans(int status, LeaseException.Kind kind, String meaning) throws Exception {
    assertFault(
        status(status, "<html>no JSON</html>"),
        kind,
        "Vault answered " + status + " for " + PATH + ": " + meaning);
  }

  @Test
  void showsNoTokenThatVaultMayHaveEchoed() throws Exception {
    String secret = "hvs.CAESIJlU9RX9mBz0dYZRcZ3rqnVYAXU";
    try (MisbehavingServer server =
        new MisbehavingServer(status(500, "{\"errors\":[\"no\\n " + secret + " here\"]}"))) {
      assertThat(fetch(server).getMessage()).endsWith(", Vault says: no **** here)");
    }
  }

  @ParameterizedTest
  @CsvSource({"team/orders, 3", "' ', 0", ", 0"})
  void sendsTheNamespaceWithEachRequestIfThereIsOne(@Nullable String namespace, int times)
      throws Exception {
    String body = "{\"data\":{\"username\":\"u\",\"password\":\"p\"}}";
    try (MisbehavingServer server = new MisbehavingServer(status(200, body))) {
      try (LeaseSource source = session(server, namespace).leases(VaultPath.ofSecret(PATH))) {
        source.fetch();
      }
      assertThat(server.requests())
          .containsExactly(
              "PUT /v1/auth/jwt/login HTTP/1.1",
              "GET /v1/" + PATH + " HTTP/1.1",
              "PUT /v1/auth/token/revoke-self HTTP/1.1");
      assertThat(server.headers("X-Vault-Namespace"))
          .isEqualTo(Collections.nCopies(times, "team/orders"));
    }
  }

  @Test
  void followsAStandbyToTheActiveServerOnce() throws Exception {
    String body = "{\"data\":{\"username\":\"u\",\"password\":\"p\"}}";
    try (MisbehavingServer active = new MisbehavingServer(status(200, body));
        MisbehavingServer standby =
            new MisbehavingServer(redirect(active.address() + "/v1/" + PATH))) {
      VaultConnection.Builder connection =
          VaultConnection.to(VaultAddress.parse(standby.address()), Duration.ofSeconds(5));
      connection.redirectHosts(RedirectHosts.parse("127.0.0.1"));
      assertThat(
              session(connection).leases(VaultPath.ofSecret(PATH)).fetch().credential().username())
          .isEqualTo("u");
    }
  }

  @Test
  void sendsNoTokenToAnotherPortOfItsHost() throws Exception {
    try (MisbehavingServer other = new MisbehavingServer(status(200, "{}"));
        MisbehavingServer server =
            new MisbehavingServer(redirect(other.address() + "/v1/" + PATH))) {
      assertThat(fetch(server))
          .hasMessageContaining("whose host and port differ from VAULT_ADDR's");
      assertThat(other.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://vault.example/ui/ | it names no address of Vault's API
          http://vault.example/v1/x | no token is sent to the address that it names
          https://active.example:8200/v1/x | it leads to https://active.example:8200, whose host and port \
          differ from VAULT_ADDR's. Add the host to leasehold.vault.redirect-hosts if it is one of \
          Vault's servers, or let the standby forward requests
          """)
  void sendsNoTokenAfterABadRedirection(String location, String why) throws Exception {
    assertFault(
        redirect(location),
        INVALID,
        "Vault answered 307 for "
            + PATH
            + " and the redirection was not followed: "
            + why
            + "; set api_addr of each Vault server to its https address");
  }

  @Test
  void followsARedirectionToAHostThatIsConfigured() throws Exception {
    String body = "{\"data\":{\"username\":\"u\",\"password\":\"p\"}}";
    try (MisbehavingServer active = new MisbehavingServer(status(200, body));
        MisbehavingServer standby = new MisbehavingServer(redirect(elsewhere(active)))) {
      VaultConnection.Builder connection =
          VaultConnection.to(VaultAddress.parse(standby.address()), Duration.ofSeconds(5));
      connection.redirectHosts(RedirectHosts.parse("local*"));
      assertThat(
              session(connection).leases(VaultPath.ofSecret(PATH)).fetch().credential().username())
          .isEqualTo("u");
    }
  }

  @Test
  void sendsNoTokenToAHostThatIsNotConfigured() throws Exception {
    try (MisbehavingServer other = new MisbehavingServer(status(200, "{}"));
        MisbehavingServer server = new MisbehavingServer(redirect(elsewhere(other)))) {
      assertThat(fetch(server)).hasMessageContaining("it leads to http://localhost:");
      assertThat(other.requests()).isEmpty();
    }
  }

  private static String elsewhere(MisbehavingServer server) {
    return server.address().replace("127.0.0.1", "localhost") + "/v1/" + PATH;
  }

  private static String inTime() {
    return "Vault could not be asked for "
        + PATH
        + ": no whole answer within 500 ms; check the network and Vault's load, or raise"
        + " VAULT_CLIENT_TIMEOUT";
  }

  private static void drip(OutputStream out, CountDownLatch over) throws Exception {
    write(out, head(200, "Content-Length: 100000"));
    while (!over.await(20, TimeUnit.MILLISECONDS)) {
      write(out, " ");
    }
  }

  private void assertFault(
      MisbehavingServer.Behaviour behaviour, LeaseException.Kind kind, String message)
      throws Exception {
    try (MisbehavingServer server = new MisbehavingServer(behaviour)) {
      LeaseException fault = fetch(server);
      assertThat(fault.getMessage()).isEqualTo(message + " (at " + server.address() + ")");
      assertThat(fault.kind()).isEqualTo(kind);
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
    return session(server, null);
  }

  private VaultSession session(MisbehavingServer server, @Nullable String namespace)
      throws LeaseException {
    return session(
        VaultConnection.to(VaultAddress.parse(server.address()), Duration.ofMillis(500))
            .namespace(namespace));
  }

  private VaultSession session(VaultConnection.Builder connection) {
    return new VaultSession(
        connection.build(),
        VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "orders", token),
        LeaseClock.system());
  }
}
