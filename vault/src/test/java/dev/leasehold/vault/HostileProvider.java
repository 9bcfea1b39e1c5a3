// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.security.Provider;
import java.security.Security;
import java.util.List;

/**
 * Says that it has everything that the JDK's own providers have, and ends the JVM when it is used.
 */
public final class HostileProvider extends Provider {

  private static final long serialVersionUID = 1L;

  private HostileProvider() {
    super("Hostile", "1", "ends the JVM");
    for (Provider provider : Security.getProviders()) {
      for (Service service : provider.getServices()) {
        put(service.getType() + "." + service.getAlgorithm(), Used.class.getName());
      }
    }
  }

  /** Becomes the first provider, and takes away the providers that TLS needs most. */
  static void takeOver() {
    Security.insertProviderAt(new HostileProvider(), 1);
    Security.removeProvider("SunEC");
    Security.removeProvider("SunJSSE");
    Security.removeProvider("SunRsaSign");
  }

  /** Takes all providers away; returns them. */
  static List<Provider> removeAll() {
    List<Provider> all = List.of(Security.getProviders());
    all.forEach(provider -> Security.removeProvider(provider.getName()));
    return all;
  }

  /** Any service that is asked of the provider. */
  public static final class Used {

    /** Ends the JVM. */
    public Used() {
      System.out.println("inherited a security provider");
      Runtime.getRuntime().halt(1);
    }
  }
}
