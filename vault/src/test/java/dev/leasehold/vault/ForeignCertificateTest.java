// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.tls.CertificateAuthority;
import dev.leasehold.testbed.tls.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name with two addresses: at the first somebody else answers. */
@Timeout(120)
class ForeignCertificateTest {

  private static final TestBed BED = Sessions.BED;
  private static final char[] NO_PASSWORD = {};

  private final InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
  private final InetAddress vault = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  private final VaultConnection connection = Sessions.connection(BED).build();

  ForeignCertificateTest() throws Exception {}

  @Test
  void goesOnToTheNextAddress() throws Exception {
    try (SSLServerSocket server = somebodyElse()) {
      HttpConnection channel = open(other, vault);
      assertThat(channel.http(soon()).getRemoteAddress())
          .isEqualTo(new InetSocketAddress(vault, BED.vault().port()));
      channel.close();
      assertThatThrownBy(() -> open(other, other))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("unable to find valid certification path");
      assertThat(server.isClosed()).isFalse();
    }
  }

  private HttpConnection open(InetAddress... addresses) throws Exception {
    VaultAddress address = connection.address();
    return new VaultSocket(connection).open(addresses, address, soon());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(9));
  }

  private SSLServerSocket somebodyElse() throws Exception {
    KeyPair keys = Keys.ec();
    String pem = new CertificateAuthority("Somebody else").serverCertificate(keys.getPublic());
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry("server", keys.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), null, null);
    SSLServerSocket server =
        (SSLServerSocket)
            context.getServerSocketFactory().createServerSocket(BED.vault().port(), 50, other);
    Thread thread = new Thread(() -> serve(server), "somebody-else");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static void serve(SSLServerSocket server) {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        socket.startHandshake();
      } catch (IOException e) {
        continue; // The client does not believe it, or the test is over.
      }
    }
  }
}
