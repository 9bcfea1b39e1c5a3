package dev.leasehold.inject;

import dev.leasehold.lease.Credential;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A URL and properties, as {@code Driver.connect} takes them. */
final class DriverRequest implements ConnectionRequest {

  private final DriverDialect dialect;
  private final Driver driver;
  private final String url;
  private final @Nullable Properties info;
  private @Nullable DriverTrial trial;

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
  public Targets targets() {
    return dialect.targets(url, info);
  }

  @Override
  public @Nullable String user() {
    return dialect.user(url, info == null ? null : info.getProperty(DriverDialect.USER));
  }

  @Override
  public Arguments with(Credential credential, SessionStart start, String fingerprint)
      throws SQLException {
    Properties copy = trial().copyOfInfo();
    String clean = trial().url();
    String name = start.name(fingerprint);
    String named = name == null ? clean : dialect.named(name, clean, copy);
    copy.setProperty(DriverDialect.USER, credential.username());
    copy.setProperty(DriverDialect.PASSWORD, credential.password().reveal());
    String role = start.role();
    String asRole = role == null ? null : dialect.startAs(role, driver, named, copy);
    return new Arguments(asRole == null ? named : asRole, copy, asRole != null);
  }

  /** What is taken of the application's arguments is taken once, whoever asks for it. */
  @Override
  public DriverTrial trial() {
    DriverTrial known = trial;
    if (known == null) {
      String clean = dialect.withoutCredentials(url);
      known = new DriverTrial(dialect, driver, clean, copyWithoutCredentials());
      trial = known;
    }
    return known;
  }

  /** Returns a flat copy, defaults included, with nothing that would lead to another credential. */
  private Properties copyWithoutCredentials() {
    Properties copy = new Properties();
    if (info != null) {
      for (String name : info.stringPropertyNames()) {
        keep(copy, name, info.getProperty(name));
      }
      for (Map.Entry<Object, Object> entry : info.entrySet()) {
        if (!(entry.getKey() instanceof String && entry.getValue() instanceof String)) {
          keep(copy, entry.getKey(), entry.getValue()); // The driver's to judge.
        }
      }
    }
    copy.putAll(dialect.againstOtherCredentials());
    return copy;
  }

  private void keep(Properties copy, Object name, Object value) {
    if (!dialect.credentialProperties().contains(name.toString().toLowerCase(Locale.ROOT))) {
      copy.putIfAbsent(name, value);
    }
  }
}
