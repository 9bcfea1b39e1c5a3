// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.inject.ConnectRecipe;
import dev.leasehold.inject.ConnectionRequest;
import dev.leasehold.inject.DriverDialect;
import dev.leasehold.inject.ReplacedArguments;
import dev.leasehold.inject.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.target.Targets;
import java.lang.ref.WeakReference;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * {@code SQLServerDataSource} connects without the driver, as a user and password of its caller's.
 */
public final class DataSourceRequest implements ConnectionRequest {

  private final DriverDialect dialect;
  private final Object dataSource;
  private final @Nullable String givenUser;
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
    this.targets = SqlServerTargets.ofDataSource(this.dataSource);
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
    return dialect.user(url(), givenUser == null ? (String) get("getUser") : givenUser);
  }

  @Override
  public ReplacedArguments with(Credential credential, SessionStart start, String fingerprint) {
    return new ReplacedArguments(credential.username(), credential.password().reveal());
  }

  /** Returns a way to connect again; the driver bounds a login by 30 s unless it is told less. */
  @Override
  public ConnectRecipe trial() {
    WeakReference<Object> held = new WeakReference<>(dataSource);
    return (credential, target) -> {
      DataSource alive = (DataSource) held.get();
      return alive == null
          ? null
          : alive.getConnection(credential.username(), credential.password().reveal());
    };
  }

  private @Nullable Object get(String getter) {
    try {
      return dataSource.getClass().getMethod(getter).invoke(dataSource);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(getter + ": " + changed, changed);
    }
  }
}
