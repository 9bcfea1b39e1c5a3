// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A URL and properties, as {@code Driver.connect} takes them. The properties are copied before they
 * are read, so that the driver gets the values that were looked at. A request has no password of
 * the application's for its login. It may be kept for the next connect, unless it has another way
 * to log in, or an object of the application's. Safe for many threads.
 */
final class DriverRequest implements ConnectionRequest {

  /** Stands for each password that the application gives, of which the driver gets none. */
  private static final String MASK = "masked";

  private static final String PASSWORD = DriverDialect.PASSWORD;

  private final DriverDialect dialect;
  private final Driver driver;
  private final String url;
  private final String clean;
  private final Properties given;
  private final Targets targets;
  private volatile @Nullable DriverConnectRecipe recipe;
  private volatile @Nullable SessionArguments arguments;

  private DriverRequest(
      DriverDialect dialect, Driver driver, String url, Properties given, Targets targets) {
    this.dialect = dialect;
    this.driver = driver;
    this.url = url;
    this.clean = dialect.withoutCredentials(url);
    this.given = given;
    this.targets = targets;
  }

  /** Returns the request; null when the driver itself will refuse it. */
  static @Nullable DriverRequest of(
      DriverDialect dialect, Driver driver, String url, @Nullable Properties info) {
    RecentRequests recent = RecentRequests.of(driver.getClass());
    DriverRequest known = recent.find(dialect, driver, url, info);
    if (known != null) {
      return known;
    }
    Properties given = flat(dialect, info);
    Targets targets = dialect.targets(driver, url, given);
    if (targets == null) {
      return null;
    }
    DriverRequest read = new DriverRequest(dialect, driver, url, given, targets);
    DriverRequest request = read.leadsTheSameWay() ? read : read.unreadable();
    boolean login = !read.clean.equals(url); // The application's own, which is not kept.
    if (!login
        && mayBeKept(dialect, given)
        && dialect.readsArgumentsAlone(driver, url, given, targets)) {
      recent.add(request);
    }
    return request;
  }

  /** A token is a secret like a password, and an object holds on to the application's classes. */
  private static boolean mayBeKept(DriverDialect dialect, Properties given) {
    for (Map.Entry<Object, Object> entry : given.entrySet()) {
      Object name = entry.getKey();
      Object value = entry.getValue();
      if (!(name instanceof String)
          || !(value instanceof String)
          || isOtherLogin(dialect, ((String) name).toLowerCase(Locale.ROOT), (String) value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOtherLogin(DriverDialect dialect, String lowerCaseName, String value) {
    return !value.equals(MASK)
        && !lowerCaseName.startsWith(DriverDialect.USER)
        && dialect.credentialProperties().contains(lowerCaseName);
  }

  /** Returns whether this is the request that such arguments make. They are not copied. */
  boolean isOf(DriverDialect reader, Driver connecting, String text, @Nullable Properties info) {
    return dialect == reader && driver == connecting && url.equals(text) && isGiven(info);
  }

  private boolean isGiven(@Nullable Properties info) {
    if (info == null) {
      return given.isEmpty();
    }
    Set<String> names = info.stringPropertyNames();
    if (names.size() != given.size()) {
      return false;
    }
    for (String name : names) {
      String value = info.getProperty(name);
      if (value == null || !kept(dialect, name, value).equals(given.get(name))) {
        return false;
      }
    }
    for (Map.Entry<Object, Object> entry : info.entrySet()) {
      if (!(entry.getKey() instanceof String) || !(entry.getValue() instanceof String)) {
        return false; // The driver's to judge.
      }
    }
    return true;
  }

  /** A login is taken out of the URL by its text; where that is odd, it may lead elsewhere then. */
  private boolean leadsTheSameWay() {
    if (clean.equals(url)) {
      return true;
    }
    Targets then = dialect.targets(driver, clean, given);
    return then != null
        && then.sameServers(targets)
        && (targets.isDatabaseOfUser()
            || Objects.equals(then.whole().database(), targets.whole().database()));
  }

  private DriverRequest unreadable() {
    String standIn = ShownUrl.numbered(url);
    Targets unknown =
        Targets.unreadable(standIn)
            .withDetours(targets.detours())
            .withParameters(targets.parameters());
    return new DriverRequest(dialect, driver, url, given, unknown);
  }

  /** Returns a copy, defaults included; an object that is no text is the driver's to judge. */
  private static Properties flat(DriverDialect dialect, @Nullable Properties info) {
    Properties copy = new Properties();
    if (info != null) {
      for (String name : info.stringPropertyNames()) {
        String value = info.getProperty(name);
        if (value != null) { // Else it was removed in this moment.
          copy.setProperty(name, kept(dialect, name, value));
        }
      }
      for (Map.Entry<Object, Object> entry : info.entrySet()) {
        copy.putIfAbsent(entry.getKey(), entry.getValue());
      }
    }
    return copy;
  }

  private static String kept(DriverDialect dialect, String name, String value) {
    boolean mayBe = name.regionMatches(true, 0, PASSWORD, 0, PASSWORD.length());
    boolean password =
        mayBe && dialect.credentialProperties().contains(name.toLowerCase(Locale.ROOT));
    return password ? MASK : value;
  }

  @Override
  public DriverDialect dialect() {
    return dialect;
  }

  @Override
  public String url() {
    return clean;
  }

  @Override
  public String urlWithoutLogin() {
    return clean;
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public @Nullable String user() {
    String known = targets.parameters().get(DriverDialect.USER);
    return known == null ? dialect.user(url, dialect.userIn(given)) : known;
  }

  @Override
  public ReplacedArguments with(Credential credential, SessionStart start, String fingerprint)
      throws NoCredentialException, SQLException {
    SessionArguments known = arguments;
    if (known == null || !known.areOf(start, fingerprint)) {
      refuseRemainingLogin();
      known = recipe().arguments(driver, start, fingerprint);
      arguments = known;
    }
    return known.with(credential);
  }

  private void refuseRemainingLogin() throws NoCredentialException {
    String remaining = dialect.remainingLogin(driver, clean, given);
    if (remaining != null) {
      throw new NoCredentialException(
          "the URL or the properties keep a login that cannot be taken out with certainty ("
              + remaining
              + "), and the driver may prefer it. Take it out of them; the binding's credential is"
              + " then used");
    }
  }

  /** The application's arguments are taken once, for every caller. */
  @Override
  public DriverConnectRecipe recipe() {
    DriverConnectRecipe known = recipe;
    if (known == null) {
      known =
          new DriverConnectRecipe(
              dialect, driver, withDatabase(), copyWithoutCredentials(), targets);
      recipe = known;
    }
    return known;
  }

  /** The driver is about to be given another user, but not another database. */
  private String withDatabase() {
    String database = targets.isDatabaseOfUser() ? targets.whole().database() : null;
    return database == null ? clean : dialect.withDatabase(clean, database);
  }

  /** Returns a copy with nothing that would lead to another credential. */
  private Properties copyWithoutCredentials() {
    Properties copy = new Properties();
    for (Map.Entry<Object, Object> entry : given.entrySet()) {
      String name = entry.getKey().toString().toLowerCase(Locale.ROOT);
      if (!dialect.credentialProperties().contains(name)) {
        copy.put(entry.getKey(), entry.getValue());
      }
    }
    copy.putAll(dialect.safeguards(driver));
    return copy;
  }
}
