// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.vault.TokenTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The messages to an operator, word for word where they reach him: in the application's
 * SQLException or at start-up.
 */
class BadInputIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  @AfterEach
  void nothingIsLeft() {
    Eventually.holds("no role is left", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
  }

  @Test
  void namesTheNearestOfAnUnknownSetting() {
    assertThat(refusal(settings -> settings.put("LEASEHOLD_MARGINN", "2s")))
        .contains("LEASEHOLD_MARGINN: unknown setting; did you mean LEASEHOLD_MARGIN?");
  }

  @Test
  void asksForTheUnitOfADuration() {
    assertThat(refusal(settings -> settings.put("LEASEHOLD_MARGIN", "5")))
        .contains("LEASEHOLD_MARGIN: a number without a unit; write 30s or 5m");
  }

  @Test
  void namesTheMalformedAddress() {
    assertThat(refusal(settings -> settings.put("VAULT_ADDR", "vault:8200")))
        .contains(
            "VAULT_ADDR: a URL without https:// or http://; write for example https://host:8200");
  }

  @Test
  void namesTheEmptyTokenFile() throws IOException {
    Path empty = Files.createTempFile("leasehold-it", "token");
    assertThat(refusal(settings -> settings.put("LEASEHOLD_AUTH_TOKEN_FILE", empty.toString())))
        .contains(
            "leasehold.auth.token-file " + empty + " is empty; check the program that writes it");
  }

  @Test
  void namesTheTokenFileThatIsADirectory() {
    String directory = Jars.scratch("token").toString();
    assertThat(refusal(settings -> settings.put("LEASEHOLD_AUTH_TOKEN_FILE", directory)))
        .contains(
            "leasehold.auth.token-file "
                + directory
                + " is a directory; name the file in it that holds a single token");
  }

  @Test
  void namesTheMissingTokenFile() {
    assertThat(refusal(settings -> settings.put("LEASEHOLD_AUTH_TOKEN_FILE", "/no/such/token")))
        .contains(
            "leasehold.auth.token-file /no/such/token does not exist; check the path and that the"
                + " volume is mounted");
  }

  @Test
  void namesTheUnknownAuthority() {
    bed.vault().serveCertificateOfUnknownAuthority();
    try {
      assertThat(refusal(settings -> {}))
          .contains(
              "Vault could not be asked for auth/jwt/login: its certificate is signed by an"
                  + " authority that is not trusted (trusted: VAULT_CACERT "
                  + bed.vault().caCertificate()
                  + ")");
    } finally {
      bed.vault().serveGoodCertificate();
    }
  }

  @Test
  void saysThatVaultsCertificateHasExpired() {
    bed.vault().serveExpiredCertificate();
    try {
      assertThat(refusal(settings -> {}))
          .containsPattern(
              "Vault could not be asked for auth/jwt/login: its certificate has expired"
                  + " \\(NotAfter: \\w{3} \\w{3} .* \\d{4}\\); renew it \\(at ");
    } finally {
      bed.vault().serveGoodCertificate();
    }
  }

  @Test
  void namesTheWrongPath() {
    bed.vault().policy("lost", "path \"nowhere/*\" { capabilities = [\"read\"] }");
    bed.vault().jwt(bed.issuer()).role("lost", TestBed.ACCOUNT, TokenTerms.of("lost"));
    assertThat(
            refusal(
                settings -> {
                  settings.put("LEASEHOLD_CREDS", "nowhere/creds/orders");
                  settings.put("LEASEHOLD_AUTH_ROLE", "lost");
                }))
        .contains(
            "Vault answered 404 for nowhere/creds/orders: nothing is there; check the path: the"
                + " mount, creds or static-creds, and the name (at ");
  }

  @Test
  void namesWhatThePolicyLacks() {
    bed.vault().database().role("unlisted", Duration.ofMinutes(1), Duration.ofMinutes(5));
    assertThat(refusal(settings -> settings.put("LEASEHOLD_CREDS", "database/creds/unlisted")))
        .contains(
            "Vault answered 403 for database/creds/unlisted: the token's policy lacks read on it;"
                + " add path \"database/creds/unlisted\" { capabilities = [\"read\"] } to a policy"
                + " of the auth role (at ");
  }

  @Test
  void saysThatVaultIsSealed() {
    bed.vault().seal();
    try {
      assertThat(refusal(settings -> {}))
          .containsPattern("Vault answered 503 for [\\w/]+: Vault is sealed; unseal it \\(at ");
    } finally {
      bed.vault().unseal();
    }
  }

  @Test
  void givesTheNumbersWhenTheLeaseIsNotLongerThanTheMargin() {
    assertThat(refusal(settings -> settings.put("LEASEHOLD_MARGIN", "61s")))
        .contains(
            "the lease lasts 60000 ms, which is not longer than leasehold.margin (61000 ms): raise"
                + " the role's TTL or lower the margin");
  }

  @Test
  void givesTheNumbersWhenNoLeaseCanGrowAsOldAsItShould() {
    bed.vault().database().role("brief", Duration.ofSeconds(20), Duration.ofSeconds(30));
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy("brief"));
    bed.vault().jwt(bed.issuer()).role("brief", TestBed.ACCOUNT, terms);
    assertThat(
            refusal(
                settings -> {
                  settings.put("LEASEHOLD_AUTH_ROLE", "brief");
                  settings.put("LEASEHOLD_CREDS", "database/creds/brief");
                  settings.put("LEASEHOLD_ROTATE_AFTER", "1h");
                }))
        .containsPattern(
            "fetch failed: leasehold\\.rotate-after \\(3600 s\\) is over the maximum TTL: Vault lets a"
                + " lease on database/creds/brief last (29|30) s in all. Lower"
                + " leasehold\\.rotate-after, or raise max_ttl of the role and max_lease_ttl of its"
                + " mount\\. The connection is refused and the configured password is not tried");
  }

  @Test
  void namesBothBindingsThatMatchTheSameUrl() {
    assertThat(
            refusal(
                settings -> {
                  settings.remove("LEASEHOLD_CREDS");
                  settings.put("LEASEHOLD_BINDINGS", "orders,billing");
                  settings.put("LEASEHOLD_ORDERS_CREDS", "database/creds/orders");
                  settings.put("LEASEHOLD_ORDERS_URL", "jdbc:postgresql://*/app");
                  settings.put("LEASEHOLD_BILLING_CREDS", "database/creds/billing");
                  settings.put("LEASEHOLD_BILLING_URL", "jdbc:postgresql://*/app");
                }))
        .contains(
            "orders (jdbc:postgresql://*/app) and billing (jdbc:postgresql://*/app) can match the"
                + " same URL and user; narrow leasehold.billing.url or give one of them a user");
  }

  @Test
  void namesTheLineWithABadEscape() throws IOException {
    Path file = Files.createTempFile("leasehold-it", ".properties");
    Files.writeString(file, "leasehold.margin=5s\nleasehold.user=\\uZZZZ\n");
    assertThat(refusal(settings -> settings.put("LEASEHOLD_CONFIG", file.toString())))
        .contains(
            file
                + " line 2: a backslash and u begin an escape of four hexadecimal digits; write a"
                + " backslash as \\\\");
  }

  @Test
  void endsTheJvmWith78WhenItIsToFailFast() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_FAIL_FAST", "true");
    settings.put("LEASEHOLD_MARGIN", "5");
    try (Application application =
        Application.start(
            settings,
            List.of("-cp", Jars.classPath("pools", List.of()), "com.example.pools.Workload"))) {
      assertThat(application.awaitExit(BOUND)).isEqualTo(78);
      assertThat(application.errors().all())
          .anyMatch(
              line ->
                  line.contains(
                      "the configuration is wrong: LEASEHOLD_MARGIN: a number without a unit;"
                          + " write 30s or 5m"));
    }
  }

  private static String refusal(Consumer<Map<String, String>> change) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "2s");
    change.accept(settings);
    try (Workload workload =
        Workload.start(settings, bed.postgres().url(), Source.DRIVER_MANAGER, 100)) {
      String refusal = workload.awaitReady().refusal();
      workload.stop();
      return refusal;
    }
  }
}
