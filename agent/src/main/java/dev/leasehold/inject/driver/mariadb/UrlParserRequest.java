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

/**
 * A {@code UrlParser} of MariaDB Connector/J 2.7, in its own clone of which anything may be set.
 */
public final class UrlParserRequest implements ConnectionRequest {

  private static final Class<?>[] TEXT = {String.class};

  private final DriverDialect dialect;
  private final Object urlParser;
  private final Targets targets;

  /** Reads the one argument that matters of the connect method. */
  public UrlParserRequest(DriverDialect dialect, @Nullable Object urlParser) {
    this.dialect = dialect;
    this.urlParser = Objects.requireNonNull(urlParser);
    this.targets = MariaDbTargets.ofUrlParser(this.urlParser);
  }

  @Override
  public DriverDialect dialect() {
    return dialect;
  }

  @Override
  public String url() {
    return String.valueOf(DriverReflection.get(urlParser, "getInitialUrl"));
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public @Nullable String user() {
    return (String) DriverReflection.call(urlParser, "getUsername", new Class<?>[0]);
  }

  /** The session takes on its role later, and has no name: MariaDB lists none. */
  @Override
  public ReplacedArguments with(Credential credential, SessionStart start, String fingerprint)
      throws NoCredentialException {
    CredentialPlugins.refuse(
        DriverReflection.call(urlParser, "getCredentialPlugin", new Class<?>[0]));
    return new ReplacedArguments(copy(urlParser, credential), null);
  }

  @Override
  public ConnectRecipe recipe() {
    SoftReference<Object> held = new SoftReference<>(urlParser);
    return (credential, target) -> {
      Object alive = held.get();
      return alive == null ? null : open(alive, credential);
    };
  }

  private static Connection open(Object urlParser, Credential credential) throws SQLException {
    int millis = ConnectRecipe.BOUND_SECONDS * 1000;
    Object copy = copy(urlParser, credential);
    set(copy, "connectTimeout", millis);
    set(copy, "socketTimeout", millis);
    try {
      Class<?> state =
          Class.forName(
              "org.mariadb.jdbc.internal.util.pool.GlobalStateInfo",
              false,
              copy.getClass().getClassLoader());
      return DriverReflection.connect(
          copy,
          "org.mariadb.jdbc.MariaDbConnection",
          "newConnection",
          new Class<?>[] {copy.getClass(), state},
          copy,
          null);
    } catch (ClassNotFoundException changed) {
      throw new IllegalStateException(changed);
    }
  }

  /**
   * The driver has a pool inside for each password, which would keep connections of a credential
   * that has gone: it is left out.
   */
  private static Object copy(Object urlParser, Credential credential) {
    Object copy = DriverReflection.get(urlParser, "clone");
    DriverReflection.call(copy, "setUsername", TEXT, credential.username());
    DriverReflection.call(copy, "setPassword", TEXT, credential.password().reveal());
    set(copy, "pool", false);
    return copy;
  }

  private static void set(Object urlParser, String option, Object value) {
    try {
      Object options = DriverReflection.get(urlParser, "getOptions");
      options.getClass().getField(option).set(options, value);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("option " + option + ": " + changed, changed);
    }
  }
}
