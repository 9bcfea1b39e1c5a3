// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Answers every request with one status and an empty list of errors. It is for statuses that the
 * Vault here cannot be made to answer. For example, 412 is Enterprise's, after a write that a
 * replica has not seen yet.
 */
public final class StatusServer implements AutoCloseable {
  private static final byte[] BODY = "{\"errors\":[]}".getBytes(StandardCharsets.US_ASCII);
  private static final char[] NO_PASSWORD = {};

  private final HttpsServer server;

  private StatusServer(HttpsServer server) {
    this.server = server;
  }

  static StatusServer start(int status, KeyPair keys, Path certificate) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context(keys, certificate)));
      server.createContext("/", exchange -> answer(exchange, status));
      server.start();
      return new StatusServer(server);
    } catch (IOException | GeneralSecurityException e) {
      throw new TestBedException("cannot serve status " + status, e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, BODY.length);
      exchange.getResponseBody().write(BODY);
    }
  }

  private static SSLContext context(KeyPair keys, Path certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    Certificate[] chain = {read(certificate)};
    store.setKeyEntry("server", keys.getPrivate(), NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static Certificate read(Path certificate) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(certificate)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
