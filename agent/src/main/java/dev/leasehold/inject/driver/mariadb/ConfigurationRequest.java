// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Targets;
import java.lang.ref.SoftReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@code Configuration} of MariaDB Connector/J from 3.0 on; immutable, so it is copied. */
public final class ConfigurationRequest implements ConnectionRequest {

  private static final Class<?>[] NOTHING = {};
  private static final Class<?>[] TEXT = {String.class};
  private static final Class<?>[] TWO_TEXTS = {String.class, String.class};
  private static final Class<?>[] NUMBER = {Integer.class};
  private static final Class<?>[] FLAG = {Boolean.class};

  private final DriverDialect dialect;
  private final Object configuration;
  private final Targets targets;
  private final String url;

  /** Reads the one argument that matters of the connect method. */
  public ConfigurationRequest(DriverDialect dialect, @Nullable Object configuration) {
    this.dialect = dialect;
    this.configuration = Objects.requireNonNull(configuration);
    this.targets = MariaDbTargets.ofConfiguration(this.configuration);
    this.url = spelled(dialect, this.configuration);
  }

  @Override
  public DriverDialect dialect() {
    return dialect;
  }

  /** Returns the driver's own spelling of it: default port left out, no credential in it. */
  @Override
  public String url() {
    return url;
  }

  /** It is kept with the password; {@code toString}, which masks that, spells it anew each time. */
  private static String spelled(DriverDialect dialect, Object configuration) {
    Object kept = DriverReflection.field(configuration, "initialUrl");
    return dialect.withoutCredentials(kept == null ? configuration.toString() : kept.toString());
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public @Nullable String user() {
    return (String) DriverReflection.call(configuration, "user", NOTHING);
  }

  /** The session takes on its role later, and has no name: MariaDB lists none. */
  @Override
  public ReplacedArguments with(Credential credential, SessionStart start, String fingerprint)
      throws NoCredentialException {
    return new ReplacedArguments(copy(credential), null);
  }

  /** A server may ask the driver to connect elsewhere, as the same user: not with a credential. */
  private Object copy(Credential credential) throws NoCredentialException {
    String password = credential.password().reveal();
    if (!DriverReflection.has(configuration, "permitRedirect")) {
      CredentialPlugins.refuse(DriverReflection.call(configuration, "credentialPlugin", NOTHING));
      return DriverReflection.make(
          configuration, "clone", TWO_TEXTS, credential.username(), password);
    }
    return DriverReflection.get(builder(configuration, credential), "build");
  }

  private static Object builder(Object configuration, Credential credential) {
    Object builder = DriverReflection.get(configuration, "toBuilder");
    builder = DriverReflection.make(builder, "user", TEXT, credential.username());
    builder = DriverReflection.make(builder, "password", TEXT, credential.password().reveal());
    builder = DriverReflection.make(builder, "credentialType", TEXT, (Object) null);
    return DriverReflection.has(configuration, "permitRedirect")
        ? DriverReflection.make(builder, "permitRedirect", FLAG, false)
        : builder;
  }

  /**
   * Returns a way to connect again. Softly held: nobody else may hold the configuration. Before 3.4
   * there is no way to bound its time.
   */
  @Override
  public ConnectRecipe recipe() {
    SoftReference<Object> held = new SoftReference<>(configuration);
    return (credential, target) -> {
      Object alive = held.get();
      return alive == null || !DriverReflection.has(alive, "toBuilder")
          ? null
          : open(alive, credential);
    };
  }

  private static Connection open(Object configuration, Credential credential) throws SQLException {
    int millis = ConnectRecipe.BOUND_SECONDS * 1000;
    Object builder = builder(configuration, credential);
    builder = DriverReflection.make(builder, "connectTimeout", NUMBER, millis);
    builder = DriverReflection.make(builder, "socketTimeout", NUMBER, millis);
    Object bounded = DriverReflection.get(builder, "build");
    return DriverReflection.connect(
        bounded,
        "org.mariadb.jdbc.Driver",
        "connect",
        new Class<?>[] {bounded.getClass()},
        bounded);
  }
}
