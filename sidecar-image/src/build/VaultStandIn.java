// SPDX-License-Identifier: Apache-2.0

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Answers as Vault does to a login and to a request for a credential, and with 204 to all else. So
 * the program can be rehearsed while the image is built. The classes that it loads then go into the
 * archive of classes. Arguments: a PKCS12 file with the password "rehearsal", and the file that takes
 * the port.
 */
public final class VaultStandIn {

  private static final char[] PASSWORD = "rehearsal".toCharArray();

  private static final String LOGIN =
      "{\"request_id\":\"1\",\"auth\":{\"client_token\":\"rehearsal\",\"accessor\":\"rehearsal\","
          + "\"policies\":[\"default\"],\"lease_duration\":3600,\"renewable\":true}}";

  private static final String CREDENTIAL =
      "{\"request_id\":\"2\",\"lease_id\":\"database/creds/rehearsal/1\",\"renewable\":true,"
          + "\"lease_duration\":3600,\"data\":{\"username\":\"rehearsal\",\"password\":\"rehearsal\"}}";

  private VaultStandIn() {}

  /** Asks for a certificate of the client's, as Vault does, and goes on without it. */
  private static final class AsVault extends HttpsConfigurator {

    AsVault(SSLContext tls) {
      super(tls);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters tls = getSSLContext().getDefaultSSLParameters();
      tls.setWantClientAuth(true);
      tls.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"}); // Go's first choice.
      parameters.setSSLParameters(tls);
    }
  }

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (FileInputStream file = new FileInputStream(arguments[0])) {
      keys.load(file, PASSWORD);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new AsVault(tls));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          String path = exchange.getRequestURI().getPath();
          String answer = path.endsWith("/login") ? LOGIN : path.contains("/creds/") ? CREDENTIAL : "";
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(body.length == 0 ? 204 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    Path port = Path.of(arguments[1]);
    Path whole = port.resolveSibling("port.new");
    Files.writeString(whole, Integer.toString(server.getAddress().getPort()));
    Files.move(whole, port);
  }
}
