// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Generation;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The same driver, URL and properties again, but for the driver's own time-outs. The application's
 * time-outs are left out of the URL, too, where many a driver would prefer them. Where the
 * application has let its driver go and has its class still, a new driver of that class connects.
 * Some applications make a driver for each connection. The class of an application that was
 * undeployed may connect until it is collected.
 */
public final class DriverConnectRecipe implements ConnectRecipe {

  private final DriverDialect dialect;
  private final WeakReference<Driver> driver;
  private final WeakReference<Class<? extends Driver>> driverClass;
  private final String url;
  private final Properties info;
  private final Map<String, String> detours;

  /**
   * Makes the recipe.
   *
   * @param url without credentials
   * @param info a copy of the application's properties without credentials; kept as it is
   * @param targets of the application's connection
   */
  public DriverConnectRecipe(
      DriverDialect dialect, Driver driver, String url, Properties info, Targets targets) {
    this.dialect = dialect;
    this.driver = new WeakReference<>(driver);
    this.driverClass = new WeakReference<>(driver.getClass());
    this.url = url;
    this.info = info;
    this.detours = targets.detours();
  }

  @Override
  public @Nullable Connection open(Credential credential, Target target) throws SQLException {
    Map<String, String> timeouts = dialect.timeouts(BOUND_SECONDS);
    Driver alive = timeouts.isEmpty() ? null : driver(); // Makes none of which nothing is asked.
    if (alive == null || isLedElsewhere(alive)) {
      return null;
    }
    Properties copy = copyOfInfo();
    String there = only(target, timeouts, copy);
    put(credential, copy);
    return alive.connect(there, copy);
  }

  @Override
  public @Nullable Connection openAlike(Generation generation, SessionStart start, Target target)
      throws SQLException {
    Map<String, String> bare = new HashMap<>(dialect.timeouts(BOUND_SECONDS));
    bare.putAll(dialect.bareSession());
    Driver alive = bare.isEmpty() ? null : driver();
    if (alive == null || isLedElsewhere(alive)) {
      return null;
    }
    Properties copy = copyOfInfo();
    String there = only(target, bare, copy);
    ReplacedArguments arguments =
        arguments(alive, there, copy, start, generation.fingerprint())
            .with(generation.credential());
    Connection opened = alive.connect((String) arguments.first(), (Properties) arguments.second());
    return opened == null || arguments.asRole() ? opened : asRole(start, opened);
  }

  /** Returns the application's driver or another driver of its class; null without either. */
  private @Nullable Driver driver() {
    Driver same = driver.get();
    Class<? extends Driver> kind = driverClass.get();
    if (same != null || kind == null) {
      return same;
    }
    try {
      return kind.getConstructor().newInstance();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unable) {
      return null;
    }
  }

  /**
   * Returns whether the driver now has a way to a server, or another login, that the application's
   * connection did not have when it was matched. A driver may read files.
   */
  private boolean isLedElsewhere(Driver alive) {
    Targets now = dialect.targets(alive, url, copyOfInfo());
    return now != null // Else the driver will refuse it.
        && (!detours.entrySet().containsAll(now.detours().entrySet())
            || dialect.remainingLogin(alive, url, copyOfInfo()) != null);
  }

  private Connection asRole(SessionStart start, Connection opened) throws SQLException {
    boolean taken = false;
    try {
      start.takeOn(dialect, opened);
      taken = true;
      return opened;
    } finally {
      if (!taken) {
        opened.close();
      }
    }
  }

  @Override
  public boolean isLike(ConnectRecipe other) {
    if (!(other instanceof DriverConnectRecipe)) {
      return false;
    }
    DriverConnectRecipe recipe = (DriverConnectRecipe) other;
    return driverClass.get() == recipe.driverClass.get()
        && url.equals(recipe.url)
        && info.equals(recipe.info);
  }

  /**
   * Returns the arguments of a driver for a session of the application's, but for the credential.
   */
  SessionArguments arguments(Driver alive, SessionStart start, String fingerprint)
      throws SQLException {
    return arguments(alive, url, copyOfInfo(), start, fingerprint);
  }

  /**
   * The same of other arguments.
   *
   * @param there a URL without credentials
   * @param copy properties without credentials, which are changed and kept
   */
  private SessionArguments arguments(
      Driver alive, String there, Properties copy, SessionStart start, String fingerprint)
      throws SQLException {
    String name = start.name(fingerprint);
    String named = name == null ? there : dialect.named(name, there, copy);
    String role = start.role();
    String asRole = role == null ? null : dialect.startAs(role, alive, named, copy);
    return new SessionArguments(
        start, fingerprint, asRole == null ? named : asRole, copy, asRole != null);
  }

  private Properties copyOfInfo() {
    Properties copy = new Properties();
    copy.putAll(info);
    return copy;
  }

  /** Puts parameters of ours into the copy, and returns the URL of one server without them. */
  private String only(Target target, Map<String, String> ours, Properties copy) {
    Set<String> lowerCase = new HashSet<>();
    for (String parameter : ours.keySet()) {
      lowerCase.add(parameter.toLowerCase(Locale.ROOT));
    }
    copy.putAll(ours);
    return dialect.only(target, dialect.without(url, lowerCase), copy);
  }

  /** Puts a credential into properties that have none. */
  static void put(Credential credential, Properties copy) {
    copy.setProperty(DriverDialect.USER, credential.username());
    copy.setProperty(DriverDialect.PASSWORD, credential.password().reveal());
  }
}
