// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.tls.CertificateAuthority;
import dev.leasehold.testbed.tls.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A listener of a real Vault that wants a certificate of each client. */
@Timeout(60)
class ClientCertificateTest {

  private static final TestBed BED = Sessions.BED;

  private final Path certificate;
  private final Path key;

  ClientCertificateTest(@TempDir Path directory) {
    certificate = directory.resolve("client.pem");
    key = directory.resolve("client.key");
  }

  /** The begin of the key that PKCS#8 wraps, in the forms that the JDK writes. */
  @ParameterizedTest
  @CsvSource({
    "RSA, PRIVATE KEY, 0",
    "RSA, RSA PRIVATE KEY, 26",
    "EC, PRIVATE KEY, 0",
    "EC, EC PRIVATE KEY, 28"
  })
  void showsTheCertificateWhateverFormItsKeyIsIn(String algorithm, String label, int from)
      throws Exception {
    KeyPair pair = algorithm.equals("RSA") ? Keys.rsa() : Keys.ec();
    Files.writeString(certificate, BED.vault().clientCertificate(pair.getPublic()));
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    writeKey(label, Arrays.copyOfRange(pkcs8, from, pkcs8.length));
    try (LeaseSource source = source()) {
      source.revoke(source.fetch());
    }
  }

  @Test
  void readsTheFilesAgainWhenTheyChange() throws Exception {
    KeyPair pair = Keys.ec();
    Files.writeString(
        certificate, new CertificateAuthority("Somebody else").clientCertificate(pair.getPublic()));
    writeKey("PRIVATE KEY", pair.getPrivate().getEncoded());
    try (LeaseSource source = source()) {
      assertThatThrownBy(source::fetch)
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("; check that it trusts the authority of VAULT_CLIENT_CERT (at ");
      Files.writeString(certificate, BED.vault().clientCertificate(pair.getPublic()) + "\n\n");
      Lease lease = source.fetch();
      source.revoke(lease);
    }
  }

  @Test
  void saysThatACertificateIsWanted() throws Exception {
    VaultConnection connection = connection().build();
    VaultSession session = new VaultSession(connection, Sessions.login(BED), LeaseClock.system());
    assertThatThrownBy(session.leases(VaultPath.ofSecret(TestBed.CREDS_PATH))::fetch)
        .hasMessageContaining(
            "; if it wants a client certificate, set VAULT_CLIENT_CERT and VAULT_CLIENT_KEY (at ");
  }

  @Test
  void saysWhatIsWrongWithTheKey() throws Exception {
    Files.writeString(certificate, BED.vault().clientCertificate(Keys.ec().getPublic()));
    assertKeyFault(
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "holds an encrypted key, whose password no setting may hold; write it without, as openssl"
            + " pkey does");
    assertKeyFault(
        "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIB\n"
            + "-----END EC PRIVATE KEY-----\n",
        "holds an encrypted key, whose password no setting may hold; write it without, as openssl"
            + " pkey does");
    assertKeyFault("nothing", "holds no PEM private key");
    assertKeyFault(
        "-----BEGIN PRIVATE KEY-----\nMIIB",
        "is not whole PEM; name a file that holds a PEM private key");
    writeKey("PRIVATE KEY", Keys.rsa().getPrivate().getEncoded());
    assertKeyFault(
        Files.readString(key), "holds no key of the certificate's kind (EC); write its key");
  }

  private void assertKeyFault(String content, String problem) throws Exception {
    Files.writeString(key, content);
    try (LeaseSource source = source()) {
      assertThatThrownBy(source::fetch).hasMessage("VAULT_CLIENT_KEY " + key + " " + problem);
    }
  }

  private void writeKey(String label, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        key, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
  }

  private LeaseSource source() throws LeaseException {
    VaultConnection connection =
        connection().clientCertificate(certificate.toFile(), key.toFile()).build();
    assertThat(connection.address().tls()).isTrue();
    return new VaultSession(connection, Sessions.login(BED), LeaseClock.system())
        .leases(VaultPath.ofSecret(TestBed.CREDS_PATH));
  }

  private static VaultConnection.Builder connection() throws LeaseException {
    return Sessions.connection(BED.vault().mutualTlsAddress().toString())
        .caFile(BED.vault().caCertificate().toFile());
  }
}
