package dev.leasehold.start;

import dev.leasehold.config.AuthSettings;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.config.VaultSettings;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.observe.Log;
import dev.leasehold.vault.JdkProviders;
import dev.leasehold.vault.LoginListener;
import dev.leasehold.vault.ProxyAddress;
import dev.leasehold.vault.VaultAddress;
import dev.leasehold.vault.VaultConnection;
import dev.leasehold.vault.VaultLogin;
import dev.leasehold.vault.VaultSession;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** The settings' words for Vault, in the client's; one login for all bindings. */
final class VaultSources {

  private final VaultSession session;

  /**
   * Makes a session that asks nothing yet.
   *
   * @throws LeaseException when the client cannot do what the settings ask for
   */
  VaultSources(Settings settings, LeaseClock clock, LoginListener listener) throws LeaseException {
    VaultConnection connection = connection(settings.vault());
    session = new VaultSession(connection, login(settings.auth()), clock, listener);
  }

  /**
   * Sets the JDK's own security providers apart from those that the application will put before
   * them. For the first thing that the agent does beside the application.
   */
  static void fixProviders(Instrumentation instrumentation, Log log) {
    try {
      JdkProviders.fix(instrumentation);
    } catch (GeneralSecurityException unknown) {
      log.info(unknown.getMessage() + "; TLS to Vault uses what the application sets");
    }
  }

  /** Makes the client ready for a first request. What keeps it from that is said by the request. */
  void warm(Log log) {
    try {
      session.warm();
    } catch (LeaseException notYet) {
      log.debug("the Vault client could not be warmed: " + notYet.getMessage());
    }
  }

  LeaseSource of(BindingSettings binding) throws LeaseException {
    return session.leases(binding.credsPath(), binding.timings().rotateAfter());
  }

  private static VaultConnection connection(VaultSettings vault) throws LeaseException {
    URI proxy = vault.proxyAddress();
    VaultAddress address = VaultAddress.parse(vault.address().toString());
    return VaultConnection.to(address, vault.clientTimeout())
        .caFile(file(vault.caCert()))
        .caDirectory(file(vault.caPath()))
        .clientCertificate(file(vault.clientCert()), file(vault.clientKey()))
        .redirectHosts(vault.redirectHosts())
        .namespace(vault.namespace())
        .tlsServerName(vault.tlsServerName())
        .proxy(proxy == null ? null : ProxyAddress.parse(proxy.toString()))
        .build();
  }

  private static VaultLogin login(AuthSettings auth) {
    switch (auth.method()) {
      case KUBERNETES:
        return VaultLogin.kubernetes(auth.mount(), text(auth.role()), fileOf(auth.tokenFile()));
      case JWT:
        return VaultLogin.jwt(auth.mount(), text(auth.role()), fileOf(auth.tokenFile()));
      case APPROLE:
        return VaultLogin.approle(auth.mount(), text(auth.roleId()), file(auth.secretIdFile()));
      default:
        return VaultLogin.token(fileOf(auth.tokenFile()));
    }
  }

  private static @Nullable File file(@Nullable String path) {
    return path == null ? null : new File(path);
  }

  private static File fileOf(@Nullable String path) {
    return new File(text(path));
  }

  /**
   * What the method requires has been seen to by the settings; an empty role is the default one.
   */
  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
