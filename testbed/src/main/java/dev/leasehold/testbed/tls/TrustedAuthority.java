// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.tls;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts one authority, as a client does that is given a file with its certificate. */
public final class TrustedAuthority {

  private TrustedAuthority() {}

  /**
   * Returns a context that trusts certificates of the authority, and no others.
   *
   * @param certificate a PEM file
   * @throws TestBedException when the file cannot be read
   */
  public static SSLContext context(Path certificate) {
    try (InputStream pem = Files.newInputStream(certificate)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new TestBedException("cannot trust the authority in " + certificate, e);
    }
  }
}
