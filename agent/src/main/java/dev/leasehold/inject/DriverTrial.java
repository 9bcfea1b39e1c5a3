package dev.leasehold.inject;

import dev.leasehold.lease.Credential;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The same driver, URL and properties again, and the driver's own time-outs. */
final class DriverTrial implements Trial {

  private final DriverDialect dialect;
  private final WeakReference<Driver> driver;
  private final String url;
  private final Properties info;

  /**
   * Makes the trial.
   *
   * @param url without credentials
   * @param info a copy of the application's properties without credentials; kept as it is
   */
  DriverTrial(DriverDialect dialect, Driver driver, String url, Properties info) {
    this.dialect = dialect;
    this.driver = new WeakReference<>(driver);
    this.url = url;
    this.info = info;
  }

  @Override
  public @Nullable Connection open(Credential credential) throws SQLException {
    Driver alive = driver.get();
    Map<String, String> timeouts = dialect.timeouts(BOUND_SECONDS);
    return alive == null || timeouts.isEmpty()
        ? null
        : alive.connect(url, with(credential, timeouts));
  }

  private Properties with(Credential credential, Map<String, String> timeouts) {
    Properties copy = new Properties();
    copy.putAll(info);
    copy.putAll(timeouts);
    copy.setProperty(DriverDialect.USER, credential.username());
    copy.setProperty(DriverDialect.PASSWORD, credential.password().reveal());
    return copy;
  }
}
