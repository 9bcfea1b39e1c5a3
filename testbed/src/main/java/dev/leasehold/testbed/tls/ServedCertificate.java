// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The certificate that a server on 127.0.0.1 shows now. */
public final class ServedCertificate {
  private static final int TIMEOUT_MILLIS = 5_000;

  private ServedCertificate() {}

  /**
   * The certificate on the port, of a server that holds the key, in the form that {@link
   * CertificateAuthority} gives; null if there is no answer.
   */
  public static @Nullable String pem(int port, PublicKey key) {
    try (SSLSocket socket =
        (SSLSocket)
            PinnedKey.context(key)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.startHandshake();
      return encode(socket);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String encode(SSLSocket socket) throws SSLPeerUnverifiedException {
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    try {
      return Pem.certificate(shown.getEncoded());
    } catch (CertificateEncodingException e) {
      return null;
    }
  }
}
