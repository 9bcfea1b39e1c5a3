// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.io.File;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * An application that has set everything for its JVM that a client could inherit, each so that the
 * JVM ends if it is used. Arguments: address, CA file, token file.
 */
final class HostileApplication {

  private HostileApplication() {}

  public static void main(String[] args) throws Exception {
    URL.setURLStreamHandlerFactory(
        protocol -> protocol.startsWith("http") ? new HostileConnections() : null);
    CookieHandler.setDefault(new HostileCookies());
    Authenticator.setDefault(new HostileAuthenticator());
    ProxySelector.setDefault(new HostileProxies());
    SSLContext empty = SSLContext.getInstance("TLS");
    empty.init(null, new TrustManager[0], null);
    SSLContext.setDefault(empty);
    switch (System.getProperty("hostile.providers", "left")) {
      case "replaced" -> {
        JdkProviders.fix(null); // The agent opens the package by other means.
        HostileProvider.takeOver();
      }
      case "removed" -> {
        HostileProvider.removeAll();
        JdkProviders.fix(null);
      }
      case "removed for a while" -> {
        failAndTryAgain(args); // Nobody has set the JDK's own apart.
      }
      case "removed later" -> {
        JdkProviders.fix(null);
        use(args);
        HostileProvider.removeAll();
      }
      default -> {}
    }
    use(args);
    System.out.println("unharmed");
  }

  /**
   * A request that has failed for want of providers is tried again by the same client once they are
   * back.
   */
  private static void failAndTryAgain(String[] args) throws Exception {
    try (LeaseSource source = source(args)) {
      List<Provider> removed = HostileProvider.removeAll();
      for (int attempt = 0; attempt < 2; attempt++) {
        try {
          throw new IllegalStateException("got " + source.fetch() + " without TLS");
        } catch (LeaseException expected) {
          System.out.println("failed: " + expected.getMessage());
        }
      }
      removed.forEach(Security::addProvider);
      use(source);
    }
  }

  /** Logs in, over connections of its own. */
  private static void use(String[] args) throws Exception {
    try (LeaseSource source = source(args)) {
      use(source);
    }
  }

  private static void use(LeaseSource source) throws LeaseException {
    Lease lease = source.fetch();
    source.renew(lease);
    source.revoke(lease);
  }

  private static LeaseSource source(String[] args) throws LeaseException {
    VaultConnection connection =
        VaultConnection.to(VaultAddress.parse(args[0]), Duration.ofSeconds(10))
            .caFile(new File(args[1]))
            .build();
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "orders", new File(args[2]));
    return new VaultSession(connection, login, LeaseClock.system())
        .leases(VaultPath.ofSecret("database/creds/orders"));
  }

  private static void end(String what) {
    System.out.println("inherited " + what);
    Runtime.getRuntime().halt(1);
  }

  /** The JDK makes a URL or two for itself; only a client opens a URL. */
  private static final class HostileConnections extends URLStreamHandler {

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      end("URLStreamHandlerFactory");
      throw new IOException();
    }
  }

  private static final class HostileCookies extends CookieHandler {

    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
      end("CookieHandler");
      return Map.of();
    }

    @Override
    public void put(URI uri, Map<String, List<String>> headers) {
      end("CookieHandler");
    }
  }

  private static final class HostileAuthenticator extends Authenticator {

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      end("Authenticator");
      return super.getPasswordAuthentication();
    }
  }

  private static final class HostileProxies extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      end("ProxySelector");
      return List.of();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {
      end("ProxySelector");
    }
  }
}
