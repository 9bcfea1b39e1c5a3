// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.DENIED;
import static dev.leasehold.lease.LeaseException.Kind.INVALID;
import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import dev.leasehold.testbed.vault.AppRoleAuth;
import dev.leasehold.testbed.vault.TokenTerms;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The requests that a real Vault can be made to refuse, and the messages then. */
@Timeout(60)
class VaultFaultTest {

  private static final String PATH = TestBed.CREDS_PATH;
  private static final String CA_HINT = "; set VAULT_CACERT to the PEM file of that authority";
  private static final TestBed BED = Sessions.BED;

  private final Path token;

  VaultFaultTest(@TempDir Path directory) {
    this.token = directory.resolve("token");
  }

  @Test
  void saysThatTheAudienceIsWrong() throws Exception {
    assertRefused(
        BED.issuer().token(TestBed.ACCOUNT, "other", Duration.ofHours(1)),
        "the login token's audience is not the audience that the auth role orders wants; project"
            + " the token with that audience",
        "error validating token: invalid audience (aud) claim: audience claim does not match any"
            + " expected audience");
  }

  @Test
  void saysThatTheLoginTokenHasExpired() throws Exception {
    assertRefused(
        BED.issuer().token(TestBed.ACCOUNT, "vault", Duration.ofHours(-1)),
        "the login token has expired; check that leasehold.auth.token-file "
            + token
            + " is kept fresh",
        "error validating token: invalid expiration time (exp) claim: token is expired");
  }

  @Test
  void saysThatTheNamespaceIsWrong() throws Exception {
    assertRefused(
        BED.issuer().token(new ServiceAccount("other", "orders")),
        "the login token is of a service account or namespace that the auth role orders is not"
            + " bound to. Check bound_subject and the pod's service account",
        "error validating token: invalid subject (sub) claim");
  }

  @Test
  void saysThatTheIssuerIsUnknown() throws Exception {
    assertRefused(
        new JwtIssuer().token(TestBed.ACCOUNT),
        "the login token is signed by an issuer that the auth method does not know; check"
            + " leasehold.auth.mount and the keys configured there",
        "error validating token: error verifying token signature: no known key successfully"
            + " validated the token signature");
  }

  @Test
  void saysThatTheAuthRoleDoesNotExist() throws Exception {
    VaultLogin login =
        VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "nobody", BED.tokenFile().toFile());
    assertFault(
        Sessions.connection(BED),
        login,
        PATH,
        DENIED,
        "Vault answered 400 for auth/jwt/login: the auth role nobody does not exist; check"
            + " leasehold.auth.role",
        "role \"nobody\" could not be found");
  }

  @Test
  void saysThatTheSecretIdIsWrong() throws Exception {
    AppRoleAuth.Pair pair = BED.vault().appRole().role("orders", TokenTerms.of("default"));
    Files.writeString(token, "wrong");
    assertFault(
        Sessions.connection(BED),
        VaultLogin.approle(VaultPath.ofAuthMount("approle"), pair.roleId(), token.toFile()),
        PATH,
        DENIED,
        "Vault answered 400 for auth/approle/login: the role id or the secret id is unknown, used"
            + " up or expired; renew leasehold.auth.secret-id-file "
            + token,
        "invalid role or secret ID");
  }

  @Test
  void saysThatTheRoleWantsASecretId() throws Exception {
    AppRoleAuth.Pair pair = BED.vault().appRole().role("orders", TokenTerms.of("default"));
    assertFault(
        Sessions.connection(BED),
        VaultLogin.approle(VaultPath.ofAuthMount("approle"), pair.roleId(), null),
        PATH,
        DENIED,
        "Vault answered 400 for auth/approle/login: the role wants a secret id; name the file that"
            + " holds it in leasehold.auth.secret-id-file",
        "missing secret_id");
  }

  @Test
  void saysThatThePolicyIsLacking() throws Exception {
    assertFault(
        "database/creds/other",
        DENIED,
        "Vault answered 403 for database/creds/other: the token's policy lacks read on it; add path"
            + " \"database/creds/other\" { capabilities = [\"read\"] } to a policy of the auth role",
        "1 error occurred: * permission denied");
  }

  @Test
  void saysThatNothingIsAtThePath() throws Exception {
    Files.writeString(token, BED.vault().rootToken());
    VaultLogin root = VaultLogin.token(token.toFile());
    assertFault(
        Sessions.connection(BED),
        root,
        "nothing/creds/orders",
        INVALID,
        "Vault answered 404 for nothing/creds/orders: nothing is there; check the path: the mount,"
            + " creds or static-creds, and the name",
        "no handler for route \"nothing/creds/orders\". route entry not found.");
    assertFault(
        Sessions.connection(BED),
        root,
        "database/creds/nobody",
        INVALID,
        "Vault answered 400 for database/creds/nobody: no such role; check the role's name at the"
            + " end of the path",
        "unknown role: nobody");
  }

  @Test
  void saysThatTheAuthorityIsUnknown() throws Exception {
    BED.vault().serveCertificateOfUnknownAuthority();
    try {
      assertFault(
          PATH,
          INVALID,
          "Vault could not be asked for auth/jwt/login: its certificate is signed by an authority"
              + " that is not trusted (trusted: VAULT_CACERT "
              + BED.vault().caCertificate()
              + ")"
              + CA_HINT,
          "");
    } finally {
      BED.vault().serveGoodCertificate();
    }
  }

  @Test
  void trustsTheJdksAuthoritiesWhenToldOfNone() throws Exception {
    assertFault(
        Sessions.connection(BED.vault().address().toString()),
        Sessions.login(BED),
        PATH,
        INVALID,
        "Vault could not be asked for auth/jwt/login: its certificate is signed by an authority"
            + " that is not trusted (trusted: the JDK's own authorities)"
            + CA_HINT,
        "");
  }

  @Test
  void saysThatTheCertificateHasExpired() throws Exception {
    BED.vault().serveExpiredCertificate();
    try {
      assertThat(fault(Sessions.connection(BED), Sessions.login(BED), PATH).getMessage())
          .matches(
              "Vault could not be asked for auth/jwt/login: its certificate has expired \\(NotAfter:"
                  + " \\w{3} \\w{3} .* \\d{4}\\); renew it \\(at "
                  + BED.vault().address()
                  + "\\)");
    } finally {
      BED.vault().serveGoodCertificate();
    }
  }

  @Test
  void saysThatTheCertificateIsForAnotherName() throws Exception {
    assertFault(
        Sessions.connection(BED).tlsServerName("vault.example"),
        Sessions.login(BED),
        PATH,
        INVALID,
        "Vault could not be asked for auth/jwt/login: its certificate is not for vault.example (No"
            + " subject alternative DNS name matching vault.example found.); use a name that it is"
            + " for in VAULT_ADDR, or set VAULT_TLS_SERVER_NAME",
        "");
  }

  @Test
  void saysThatVaultIsSealed() throws Exception {
    BED.vault().seal();
    try {
      assertFault(
          PATH,
          UNAVAILABLE,
          "Vault answered 503 for auth/jwt/login: Vault is sealed; unseal it",
          "Vault is sealed");
    } finally {
      BED.vault().unseal();
    }
  }

  @Test
  void saysThatTheDatabaseIsDownAndRecovers() throws Exception {
    try (LeaseSource source = Sessions.of(BED).leases(VaultPath.ofSecret(PATH))) {
      source.revoke(source.fetch());
      BED.postgres().stop();
      LeaseException fault = catchThrowableOfType(LeaseException.class, source::fetch);
      assertThat(fault.kind()).isEqualTo(UNAVAILABLE);
      assertThat(fault)
          .hasMessageStartingWith(
              "Vault answered 500 for "
                  + PATH
                  + ": Vault could not reach the database, or it"
                  + " refused Vault; check the database and Vault's connection to it (at "
                  + BED.vault().address()
                  + ", Vault says: ");
      BED.postgres().start();
      source.revoke(source.fetch());
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    assertFault(
        Sessions.connection("https://127.0.0.1:1"),
        Sessions.login(BED),
        PATH,
        UNAVAILABLE,
        "Vault could not be asked for auth/jwt/login: connection refused or no route; check"
            + " VAULT_ADDR and that Vault runs there",
        "");
  }

  @Test
  void saysThatTheNameIsUnknown() throws Exception {
    assertFault(
        Sessions.connection("https://vault.invalid"),
        Sessions.login(BED),
        PATH,
        UNAVAILABLE,
        "Vault could not be asked for auth/jwt/login: the host name vault.invalid is unknown; check"
            + " VAULT_ADDR and DNS",
        "");
  }

  @Test
  void saysThatTheAuthorityFileHoldsNoCertificate() throws Exception {
    Files.writeString(token, "no certificate");
    LeaseException fault =
        fault(Sessions.connection(BED).caFile(token.toFile()), Sessions.login(BED), PATH);
    assertThat(fault)
        .hasMessage(
            "VAULT_CACERT "
                + token
                + " holds something that is no PEM certificate; name a file that holds the"
                + " PEM certificates of the authority that signed Vault's certificate");
  }

  @Test
  void saysThatTheAuthoritiesAreInNoFile() throws Exception {
    String content =
        "; name a file that holds the PEM certificates of the authority that signed Vault's"
            + " certificate";
    assertThat(
            fault(
                Sessions.connection(BED).caFile(new File("/dev/zero")), Sessions.login(BED), PATH))
        .hasMessage(
            "VAULT_CACERT /dev/zero is no regular file but a pipe, a socket or a device" + content);
    Files.write(token, new byte[(1 << 20) + 1]);
    assertThat(fault(Sessions.connection(BED).caFile(token.toFile()), Sessions.login(BED), PATH))
        .hasMessage("VAULT_CACERT " + token + " is over 1 MiB" + content);
    assertThat(
            fault(
                Sessions.connection(BED).caFile(null).caDirectory(token.toFile()),
                Sessions.login(BED),
                PATH))
        .hasMessageStartingWith("VAULT_CAPATH " + token + " is not a directory with files in it");
  }

  private void assertRefused(String jwt, String meaning, String words) throws Exception {
    Files.writeString(token, jwt);
    assertFault(
        Sessions.connection(BED),
        VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), TestBed.ROLE, token.toFile()),
        PATH,
        DENIED,
        "Vault answered 400 for auth/jwt/login: " + meaning,
        words);
  }

  private void assertFault(String path, LeaseException.Kind kind, String message, String words)
      throws Exception {
    assertFault(Sessions.connection(BED), Sessions.login(BED), path, kind, message, words);
  }

  private static void assertFault(
      VaultConnection.Builder connection,
      VaultLogin login,
      String path,
      LeaseException.Kind kind,
      String message,
      String words)
      throws Exception {
    LeaseException fault = fault(connection, login, path);
    String says = words.isEmpty() ? "" : ", Vault says: " + words;
    assertThat(fault).hasMessage(message + " (at " + connection.build().address() + says + ")");
    assertThat(fault.kind()).isEqualTo(kind);
  }

  private static LeaseException fault(
      VaultConnection.Builder connection, VaultLogin login, String path) throws Exception {
    LeaseClock clock = LeaseClock.system();
    try (LeaseSource source =
        new VaultSession(connection.build(), login, clock).leases(VaultPath.ofSecret(path))) {
      LeaseException fault = catchThrowableOfType(LeaseException.class, source::fetch);
      assertThat(fault).isNotNull();
      return fault;
    }
  }
}
