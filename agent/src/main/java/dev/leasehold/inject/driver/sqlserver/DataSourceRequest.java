// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverConnectRecipe;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code SQLServerDataSource} connects without the driver, as a user and password of its caller's.
 */
public final class DataSourceRequest implements ConnectionRequest {

  private final DriverDialect dialect;
  private final Object dataSource;
  private final @Nullable String givenUser;
  private final DataSourceProperties properties;
  private final Targets targets;

  /**
   * Reads a call.
   *
   * @param givenUser null where the DataSource's own is meant
   */
  public DataSourceRequest(
      DriverDialect dialect, @Nullable Object dataSource, @Nullable Object givenUser) {
    this.dialect = dialect;
    this.dataSource = Objects.requireNonNull(dataSource);
    this.givenUser = (String) givenUser;
    this.properties = new DataSourceProperties(this.dataSource);
    this.targets = properties.targets();
  }

  @Override
  public DriverDialect dialect() {
    return dialect;
  }

  /** Returns the URL that was set, or one of the same meaning as the properties that were. */
  @Override
  public String url() {
    String url = String.valueOf(get("getURL"));
    Object server = get("getServerName");
    if (server == null || !url.equals("jdbc:sqlserver://")) {
      return url;
    }
    Object database = get("getDatabaseName");
    return url
        + server
        + ":"
        + get("getPortNumber")
        + (database == null ? "" : ";databaseName=" + database);
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public @Nullable String user() {
    return givenUser == null ? targets.parameters().get(DriverDialect.USER) : givenUser;
  }

  /**
   * The driver adds the properties of the DataSource to the given properties, so they must agree.
   */
  @Override
  public ReplacedArguments with(Credential credential, SessionStart start, String fingerprint)
      throws NoCredentialException {
    String other = properties.otherCredential();
    if (other != null) {
      throw new NoCredentialException(
          "property "
              + other
              + " of the SQLServerDataSource makes the driver log in with another credential than"
              + " a user and a password. Take "
              + other
              + " out of its properties and its URL; the binding's credential is then used");
    }
    return new ReplacedArguments(credential.username(), credential.password().reveal());
  }

  /**
   * Returns a way to connect again, with URL and properties as they are now: the DataSource may be
   * led elsewhere later.
   */
  @Override
  public ConnectRecipe recipe() {
    Driver driver = DataSourceProperties.make(properties.driver());
    Properties info = properties.texts(dialect.credentialProperties());
    String there = dialect.withoutCredentials(properties.url());
    return new DriverConnectRecipe(dialect, driver, there, info, targets);
  }

  private @Nullable Object get(String getter) {
    try {
      return dataSource.getClass().getMethod(getter).invoke(dataSource);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(getter + ": " + changed, changed);
    }
  }
}
