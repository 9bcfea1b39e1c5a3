package dev.leasehold.inject;

import dev.leasehold.lease.Canary;
import dev.leasehold.lease.Credential;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Tries a credential the way the application connected last: same driver, URL and properties. The
 * connection is none of the ledger's.
 */
public final class DriverCanary implements Canary {

  /** Seconds; a database that takes longer is not one to publish a credential on. */
  private static final String TIMEOUT_SECONDS = "10";

  private volatile @Nullable Sample last;

  /** Makes a canary that knows no database yet. */
  public DriverCanary() {}

  /**
   * Remembers how the application connects.
   *
   * @param info a copy of the application's properties without credentials; kept as it is
   */
  void remember(DriverDialect dialect, Driver driver, String url, Properties info) {
    last = new Sample(dialect, driver, url, info);
  }

  @Override
  public Verdict tryOut(Credential credential) throws SQLException {
    Sample sample = last;
    Driver driver = sample == null ? null : sample.driver.get();
    if (sample == null || driver == null) {
      return Verdict.UNTRIED;
    }
    OwnConnections.begin();
    try (Connection connection = driver.connect(sample.url, sample.with(credential))) {
      return connection == null ? Verdict.UNTRIED : Verdict.ACCEPTED;
    } finally {
      OwnConnections.end();
    }
  }

  private static final class Sample {

    private final DriverDialect dialect;
    private final WeakReference<Driver> driver;
    private final String url;
    private final Properties info;

    Sample(DriverDialect dialect, Driver driver, String url, Properties info) {
      this.dialect = dialect;
      this.driver = new WeakReference<>(driver);
      this.url = url;
      this.info = info;
    }

    Properties with(Credential credential) {
      Properties copy = new Properties();
      copy.putAll(info);
      for (String name : dialect.timeoutProperties()) {
        copy.setProperty(name, TIMEOUT_SECONDS);
      }
      copy.setProperty(dialect.userProperty(), credential.username());
      copy.setProperty(dialect.passwordProperty(), credential.password().reveal());
      return copy;
    }
  }
}
