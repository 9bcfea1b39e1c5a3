// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.vault.TokenTerms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of the token that leases live by, read from Vault's own audit log. */
@Timeout(60)
class VaultSessionTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String PATH = TestBed.CREDS_PATH;
  private static final TestBed BED = Sessions.BED;

  private final SettableClock clock = new SettableClock();
  private int earlier;

  @BeforeEach
  void forgetEarlierRequests() throws Exception {
    tokenLife(HOUR, Duration.ofHours(24));
    earlier = audited().size();
  }

  @Test
  void logsInOnceForAllBindingsAndThreads() throws Exception {
    VaultSession session = Sessions.of(BED);
    LeaseSource one = session.leases(VaultPath.ofSecret(PATH));
    LeaseSource other = session.leases(VaultPath.ofSecret(PATH));
    CompletableFuture<?>[] fetches = new CompletableFuture<?>[8];
    for (int i = 0; i < fetches.length; i++) {
      LeaseSource source = i % 2 == 0 ? one : other;
      fetches[i] = CompletableFuture.runAsync(() -> fetch(source));
    }
    CompletableFuture.allOf(fetches).join();

    assertThat(requests("auth/jwt/login")).isEqualTo(1);
    assertThat(requests(PATH)).isEqualTo(8);
    one.close();
    one.close();
    assertThat(requests("auth/token/revoke-self")).isZero();
    other.close();
    assertThat(requests("auth/token/revoke-self")).isEqualTo(1);
  }

  @Test
  void renewsTheTokenWhenHalfItsLifeHasGone() throws Exception {
    try (LeaseSource source = Sessions.of(BED, clock).leases(VaultPath.ofSecret(PATH))) {
      source.fetch();
      clock.advance(Duration.ofMinutes(29));
      source.fetch();
      assertThat(requests("auth/token/renew-self")).isZero();
      clock.advance(Duration.ofMinutes(2));
      source.fetch();
      assertThat(requests("auth/token/renew-self")).isEqualTo(1);
      assertThat(requests("auth/jwt/login")).isEqualTo(1);
    }
  }

  @Test
  void renewsTheTokenBeforeItCutsALeaseShort() throws Exception {
    BED.vault().database().role(TestBed.ROLE, Duration.ofMinutes(55), Duration.ofHours(3));
    try (LeaseSource source = Sessions.of(BED, clock).leases(VaultPath.ofSecret(PATH))) {
      source.fetch();
      clock.advance(Duration.ofMinutes(4));
      source.fetch();
      assertThat(requests("auth/token/renew-self")).isZero();
      clock.advance(Duration.ofMinutes(16));
      assertThat(source.fetch().duration()).isEqualTo(Duration.ofMinutes(55));
      assertThat(requests("auth/token/renew-self")).isEqualTo(1);
      assertThat(requests("auth/jwt/login")).isEqualTo(1);
    } finally {
      BED.vault().database().role(TestBed.ROLE, Duration.ofMinutes(1), Duration.ofMinutes(5));
    }
  }

  @Test
  void handsOverToANewTokenBeforeTheOldOneReachesItsMaximum() throws Exception {
    BED.vault().database().role(TestBed.ROLE, Duration.ofHours(2), Duration.ofHours(3));
    try (LeaseSource source = Sessions.of(BED, clock).leases(VaultPath.ofSecret(PATH))) {
      final Lease old = source.fetch();
      assertThat(old.duration()).isBetween(HOUR.minusSeconds(30), HOUR);
      tokenLife(Duration.ofMinutes(1), Duration.ofMinutes(1));
      clock.advance(Duration.ofMinutes(31));

      Lease cut = source.renew(old);
      assertThat(cut.duration()).isLessThanOrEqualTo(Duration.ofMinutes(1));
      assertThat(requests("auth/jwt/login")).isEqualTo(1);
      clock.advance(Duration.ofSeconds(31));
      tokenLife(HOUR, Duration.ofHours(24));
      Lease next = source.fetch();
      assertThat(requests("auth/jwt/login")).isEqualTo(2);
      assertThat(next.duration()).isGreaterThan(Duration.ofMinutes(50));
      assertThat(requests("auth/token/revoke-self")).isZero();

      source.revoke(old);
      assertThat(requests("auth/token/revoke-self")).isEqualTo(1);
      assertThat(source.renew(next).duration()).isGreaterThan(Duration.ofMinutes(50));
      source.revoke(next);
    } finally {
      BED.vault().database().role(TestBed.ROLE, Duration.ofMinutes(1), Duration.ofMinutes(5));
    }
  }

  @Test
  void tellsThatALoginFailedWhileTheOldTokenServesOn(@TempDir Path directory) throws Exception {
    Path jwt = Files.writeString(directory.resolve("token"), BED.issuer().token(TestBed.ACCOUNT));
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), TestBed.ROLE, jwt.toFile());
    Logins logins = new Logins();
    tokenLife(HOUR, HOUR);
    VaultConnection connection = Sessions.connection(BED).build();
    try (LeaseSource source =
        new VaultSession(connection, RequestOrigin.UNKNOWN, login, clock, logins)
            .leases(VaultPath.ofSecret(PATH))) {
      source.fetch();
      Files.writeString(jwt, "none");
      tokenLife(Duration.ofMinutes(1), Duration.ofMinutes(1));
      clock.advance(Duration.ofMinutes(31));

      Lease shorter = source.fetch();
      assertThat(shorter.duration()).isLessThan(Duration.ofMinutes(1));
      assertThat(logins.failures())
          .singleElement()
          .asString()
          .startsWith("login at auth/jwt as orders, with ")
          .contains(" left: ", "does not hold a JSON Web Token");

      Files.writeString(jwt, BED.issuer().token(TestBed.ACCOUNT));
      source.fetch();
      assertThat(logins.successes()).isEqualTo(2);
    }
  }

  @Test
  void makesNoLeaseThatIsNoBetterThanTheOneInUseWhenALoginFails(@TempDir Path directory)
      throws Exception {
    Path jwt = Files.writeString(directory.resolve("token"), BED.issuer().token(TestBed.ACCOUNT));
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), TestBed.ROLE, jwt.toFile());
    tokenLife(Duration.ofSeconds(50), Duration.ofSeconds(50));
    VaultConnection connection = Sessions.connection(BED).build();
    try (LeaseSource source =
        new VaultSession(connection, login, clock).leases(VaultPath.ofSecret(PATH))) {
      Lease inUse = source.fetch();
      assertThat(inUse.cutShortBy())
          .isEqualTo(
              "the Vault token that it is under ends first; raise token_ttl and token_max_ttl of"
                  + " the auth role");
      Files.delete(jwt);
      tokenLife(Duration.ofSeconds(20), Duration.ofSeconds(20));
      clock.advance(Duration.ofSeconds(20));

      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> source.fetch(inUse))
            .hasMessageMatching(
                "the lease in use is kept to its end, as a new lease would not last longer."
                    + " The Vault token ends first, and no better token could be had:"
                    + " leasehold.auth.token-file "
                    + jwt
                    + " does not exist; check the path and that the volume is mounted");
      }
      assertThat(requests(PATH)).isEqualTo(1);

      Lease better = source.fetch(); // None is in use: a short lease is better than none.
      assertThat(better.cutShortBy()).contains("no new token could be had: leasehold.auth.token-");
      assertThat(source.fetch(better.renewed(better.grantedAt(), Duration.ofSeconds(9), true)))
          .as("one that ends later")
          .isNotNull();
    }
  }

  @Test
  void logsInAgainOnceWhenItsTokenIsGone() throws Exception {
    try (LeaseSource source = Sessions.of(BED).leases(VaultPath.ofSecret(PATH))) {
      final Lease lost = source.fetch();
      BED.vault().api().write("sys/leases/revoke-prefix/auth/jwt/login", Map.of("sync", true));
      assertThat(source.fetch().duration()).isEqualTo(Duration.ofSeconds(60));
      assertThat(requests("auth/jwt/login")).isEqualTo(2);
      assertThatThrownBy(() -> source.renew(lost))
          .hasMessage(
              "Vault answered 400 for sys/leases/renew: it does not know the lease, or no longer"
                  + " renews it (at "
                  + BED.vault().address()
                  + ", Vault says: lease not found)")
          .extracting(e -> ((LeaseException) e).kind())
          .isEqualTo(LeaseException.Kind.GONE);
      source.revoke(lost);
    }
  }

  @Test
  void readsTheLoginTokenAgainAtEachLogin(@TempDir Path directory) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "not-yet");
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), TestBed.ROLE, token.toFile());
    VaultSession session = new VaultSession(Sessions.connection(BED).build(), login, clock);
    try (LeaseSource source = session.leases(VaultPath.ofSecret(PATH))) {
      assertThatThrownBy(source::fetch).hasMessageContaining("not hold a JSON Web Token");
      Files.writeString(token, BED.issuer().token(TestBed.ACCOUNT));
      source.revoke(source.fetch());
    }
  }

  @Test
  void neverRevokesATokenThatSomebodyElseKeeps(@TempDir Path directory) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), BED.vault().rootToken() + "\n");
    VaultLogin login = VaultLogin.token(token.toFile());
    VaultSession session = new VaultSession(Sessions.connection(BED).build(), login, clock);
    try (LeaseSource source = session.leases(VaultPath.ofSecret(PATH))) {
      Lease lease = source.fetch();
      assertThat(lease.duration()).isEqualTo(Duration.ofSeconds(60));
      source.revoke(lease);
    }
    assertThat(requests("auth/token/revoke-self")).isZero();
    BED.vault().api().read("auth/token/lookup-self");
  }

  /** As Vault Agent keeps the token in its sink alive. */
  @Test
  void tellsHowLongATokenLivesThatSomebodyElseHasRenewed(@TempDir Path directory) throws Exception {
    Map<String, ?> wanted = Map.of("ttl", "1h", "policies", List.of("root"), "no_parent", true);
    String kept =
        BED.vault().api().write("auth/token/create", wanted).at("/auth/client_token").asText();
    Path file = Files.writeString(directory.resolve("token"), kept);
    Logins logins = new Logins();
    VaultSession session =
        new VaultSession(
            Sessions.connection(BED).build(),
            RequestOrigin.UNKNOWN,
            VaultLogin.token(file.toFile()),
            clock,
            logins);
    try (LeaseSource source = session.leases(VaultPath.ofSecret(PATH))) {
      source.revoke(source.fetch());
      assertThat(logins.renewals()).isEmpty();
      clock.advance(Duration.ofHours(2)); // By this process' clock alone: the token is there.
      source.revoke(source.fetch());
      assertThat(logins.successes()).isEqualTo(1);
      assertThat(logins.renewals())
          .singleElement()
          .satisfies(life -> assertThat(life).isPositive());
    }
  }

  @Test
  void refusesAfterItWasClosed() throws Exception {
    VaultSession session = Sessions.of(BED);
    LeaseSource source = session.leases(VaultPath.ofSecret(PATH));
    source.fetch();
    source.close();
    assertThatThrownBy(source::fetch)
        .hasMessage("the Vault session is closed; the JVM is shutting down");
    assertThat(requests("auth/token/revoke-self")).isEqualTo(1);
  }

  private static void tokenLife(Duration ttl, Duration maxTtl) {
    String policy = BED.vault().appPolicy(TestBed.ROLE);
    TokenTerms terms = new TokenTerms(List.of(policy), ttl, maxTtl);
    BED.vault().jwt(BED.issuer()).role(TestBed.ROLE, TestBed.ACCOUNT, terms);
  }

  private static void fetch(LeaseSource source) {
    try {
      source.fetch();
    } catch (LeaseException e) {
      throw new AssertionError(e);
    }
  }

  private long requests(String path) throws Exception {
    return audited().stream()
        .skip(earlier)
        .filter(line -> line.contains("\"type\":\"request\""))
        .filter(line -> line.contains("\"path\":\"" + path + "\""))
        .count();
  }

  private static List<String> audited() throws Exception {
    return Files.readAllLines(BED.vault().auditLog());
  }
}
