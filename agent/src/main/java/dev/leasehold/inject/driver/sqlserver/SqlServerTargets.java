// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.inject.jdbc.UrlAcceptance;
import dev.leasehold.inject.url.DriverParameters;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The targets of mssql-jdbc, as {@code getPropertyInfo} shows the values that it has read from URL
 * and properties. A named instance is {@code host\instance} unless a port is set, since the host
 * itself says the port. The port of the default instance counts as none, as the driver says it
 * where none is set. A failover partner is a second server. The driver's use of the values is
 * {@code SQLServerConnection.connectInternal} and {@code FailoverInfo} of 12.10.2.
 */
final class SqlServerTargets {

  private static final String SERVER = "serverName";
  private static final String PORT = "portNumber";
  private static final String INSTANCE = "instanceName";
  private static final String DATABASE = "databaseName";
  private static final String PARTNER = "failoverPartner";
  private static final int DEFAULT_PORT = 1433;

  /** Classes that open the driver's sockets, and the argument of their constructors. */
  private static final String[] DETOURS = {"socketFactoryClass", "socketFactoryConstructorArg"};

  private SqlServerTargets() {}

  /** Returns the targets; null when the driver does not take the URL. */
  static @Nullable Targets of(Driver driver, String url, Properties info) {
    Map<String, String> values = effective(driver, url, info);
    Targets targets = values == null ? null : of(values);
    return targets == null ? UrlAcceptance.ofUnread(driver, url, info) : targets;
  }

  /** Returns the values that the driver goes by; null when it fails to say them. */
  static @Nullable Map<String, String> effective(Driver driver, String url, Properties info) {
    Map<String, String> values = new HashMap<>();
    try {
      for (DriverPropertyInfo each : driver.getPropertyInfo(url, info)) {
        if (each.value != null) {
          values.put(each.name, each.value);
        }
      }
    } catch (SQLException malformed) {
      return null;
    }
    return values;
  }

  private static @Nullable Targets of(Map<String, String> values) {
    String database = values.get(DATABASE);
    String named = database == null || database.isEmpty() ? null : database;
    List<Target> targets = new ArrayList<>();
    String server = values.get(SERVER);
    Target first =
        target(
            server == null || server.isEmpty() ? "localhost" : server,
            values.get(INSTANCE),
            values.get(PORT),
            named);
    if (first == null) {
      return null;
    }
    targets.add(first);
    String partner = values.get(PARTNER);
    Target second =
        partner == null || partner.isEmpty() ? null : target(partner, null, null, named);
    if (second != null) {
      targets.add(second);
    }
    Map<String, String> detours = new TreeMap<>();
    for (String name : DETOURS) {
      String value = values.get(name);
      if (value != null && !value.isEmpty()) {
        detours.put(name, value);
      }
    }
    return Targets.of(targets)
        .withDefaultPort(DEFAULT_PORT)
        .withDetours(detours)
        .withParameters(parameters(values));
  }

  /** The driver writes True where a URL has true. */
  private static Map<String, String> parameters(Map<String, String> values) {
    Map<String, String> parameters = DriverParameters.inAnyCase(values);
    parameters.computeIfPresent("encrypt", (name, value) -> value.toLowerCase(Locale.ROOT));
    return parameters;
  }

  private static @Nullable Target target(
      String server, @Nullable String instance, @Nullable String port, @Nullable String database) {
    int backslash = server.indexOf('\\');
    String host = backslash < 0 ? server : server.substring(0, backslash);
    String within = backslash < 0 ? null : server.substring(backslash + 1);
    String named = instance == null || instance.isEmpty() ? within : instance;
    try {
      int number = port == null || port.isEmpty() ? DEFAULT_PORT : Integer.parseInt(port);
      return named != null && number == DEFAULT_PORT
          ? Target.of(host + '\\' + named, Target.NO_PORT, database)
          : Target.of(host, number, database);
    } catch (NumberFormatException malformed) {
      return null;
    }
  }
}
