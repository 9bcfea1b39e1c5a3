package dev.leasehold.inject;

import dev.leasehold.lease.Credential;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A URL and properties, as {@code Driver.connect} takes them. */
final class DriverRequest implements ConnectionRequest {

  private final DriverDialect dialect;
  private final Driver driver;
  private final String url;
  private final @Nullable Properties info;

  DriverRequest(DriverDialect dialect, Driver driver, String url, @Nullable Properties info) {
    this.dialect = dialect;
    this.driver = driver;
    this.url = url;
    this.info = info;
  }

  @Override
  public DriverDialect dialect() {
    return dialect;
  }

  @Override
  public String url() {
    return dialect.withPlainHosts(url);
  }

  @Override
  public @Nullable String user() {
    return dialect.user(url, info == null ? null : info.getProperty(DriverDialect.USER));
  }

  @Override
  public Arguments with(Credential credential, SessionStart start, String fingerprint)
      throws SQLException {
    Properties copy = copyWithoutCredentials();
    String clean = dialect.withoutCredentials(url);
    String name = start.name(fingerprint);
    String named = name == null ? clean : dialect.named(name, clean, copy);
    copy.setProperty(DriverDialect.USER, credential.username());
    copy.setProperty(DriverDialect.PASSWORD, credential.password().reveal());
    String role = start.role();
    String asRole = role == null ? null : dialect.startAs(role, driver, named, copy);
    return new Arguments(asRole == null ? named : asRole, copy, asRole != null);
  }

  @Override
  public Trial trial() {
    String clean = dialect.withoutCredentials(url);
    return new DriverTrial(dialect, driver, clean, copyWithoutCredentials());
  }

  /** Returns a flat copy, defaults included, with nothing that would lead to another credential. */
  private Properties copyWithoutCredentials() {
    Properties copy = new Properties();
    if (info != null) {
      for (Map.Entry<Object, Object> entry : info.entrySet()) {
        copy.put(entry.getKey(), entry.getValue()); // What is no string is the driver's to judge.
      }
      for (String name : info.stringPropertyNames()) {
        copy.setProperty(name, info.getProperty(name));
      }
    }
    Set<String> credentials = dialect.credentialProperties();
    copy.keySet().removeIf(key -> credentials.contains(key.toString().toLowerCase(Locale.ROOT)));
    copy.putAll(dialect.againstOtherCredentials());
    return copy;
  }
}
