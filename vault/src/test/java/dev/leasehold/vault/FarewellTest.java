// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.vault.MisbehavingServer.inTurn;
import static dev.leasehold.vault.MisbehavingServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a token that another has taken the place of, by the answer to its revocation. */
@Timeout(120)
class FarewellTest {

  private static final String PATH = "secret/orders";
  private static final MisbehavingServer.Behaviour CREDENTIAL =
      status(200, "{\"data\":{\"username\":\"u\",\"password\":\"p\"}}");

  private final Path jwt;
  private final Logins logins = new Logins();

  FarewellTest(@TempDir Path directory) throws Exception {
    jwt = Files.writeString(directory.resolve("token"), "jwt");
  }

  @ParameterizedTest
  @ValueSource(ints = {412, 429, 472, 473, 500, 503})
  void triesAgainToRevokeATokenThatMayLiveOn(int answer) throws Exception {
    assertThat(farewells(answer)).isEqualTo(2);
    assertThat(logins.kept())
        .singleElement()
        .asString()
        .startsWith("login at auth/jwt as orders: Vault answered " + answer + " for auth/token/");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 400, 403, 404})
  void revokesATokenThatIsGoneNoMore(int answer) throws Exception {
    assertThat(farewells(answer)).isEqualTo(1);
    assertThat(logins.kept()).isEmpty();
  }

  /** Returns how often the first of two tokens is revoked when the first answer to that is this. */
  private long farewells(int answer) throws Exception {
    MisbehavingServer.Behaviour behaviour =
        inTurn(CREDENTIAL, status(403, ""), CREDENTIAL, status(answer, ""), CREDENTIAL, CREDENTIAL);
    try (MisbehavingServer server = new MisbehavingServer(behaviour)) {
      LeaseSource source = session(server).leases(VaultPath.ofSecret(PATH));
      source.fetch();
      source.fetch(); // Its token is refused, so there is a new login.
      source.fetch();
      return server.requests().stream().filter(line -> line.contains("/revoke-self ")).count();
    }
  }

  private VaultSession session(MisbehavingServer server) throws LeaseException {
    VaultConnection connection =
        VaultConnection.to(VaultAddress.parse(server.address()), Duration.ofSeconds(5)).build();
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "orders", jwt.toFile());
    return new VaultSession(connection, RequestOrigin.UNKNOWN, login, LeaseClock.system(), logins);
  }
}
