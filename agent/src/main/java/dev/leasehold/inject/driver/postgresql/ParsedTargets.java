// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.url.DriverParameters;
import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The targets of pgjdbc, as its parser has read them from URL and properties. */
final class ParsedTargets {

  static final String DATABASE = "PGDBNAME";
  private static final String LOCALHOST = "localhost";

  private ParsedTargets() {}

  /**
   * Returns the targets. A port that is no number is the driver's to refuse, or to read. A fork may
   * have other names for its parser's results, and pgjdbc always names a host.
   *
   * @param url the URL that was read
   * @param driver whose own classes lead nowhere else
   */
  static Targets of(String url, Properties parsed, Class<?> driver) {
    String hosts = parsed.getProperty("PGHOST");
    String ports = parsed.getProperty("PGPORT", "5432");
    String database = database(parsed);
    List<Target> targets = new ArrayList<>(1);
    if (hosts == null) {
      return complete(Targets.unreadable(ShownUrl.numbered(url)), parsed, driver);
    }
    if (hosts.indexOf('@') > hosts.indexOf(':') && hosts.indexOf(':') >= 0) {
      return unreadable(hosts, parsed, driver); // A password, which the driver takes for a name.
    }
    if (hosts.indexOf(',') < 0 && ports.indexOf(',') < 0) {
      return add(targets, hosts, ports, database)
          ? complete(Targets.of(targets), parsed, driver)
          : unreadable(hosts, parsed, driver);
    }
    // As Driver.hostSpecs splits them, empty hosts at the end left out. openGauss's takes an empty
    // host for this machine, and a host without a port of its own for a part of the last host's
    // name.
    String[] host = hosts.split(",", 0);
    String[] port = ports.split(",", 0);
    if (hosts.endsWith(",") || host.length > port.length) {
      return unreadable(hosts, parsed, driver);
    }
    for (int i = 0; i < host.length; i++) {
      if (!add(targets, host[i], port[i], database)) {
        return unreadable(hosts, parsed, driver);
      }
    }
    return complete(Targets.of(targets), parsed, driver);
  }

  private static Targets unreadable(String hosts, Properties parsed, Class<?> driver) {
    String standIn = ShownUrl.numbered("jdbc:postgresql://" + hosts);
    return complete(Targets.unreadable(standIn), parsed, driver);
  }

  private static boolean add(
      List<Target> targets, String host, String port, @Nullable String database) {
    try {
      targets.add(Target.of(named(host), Integer.parseInt(port), database));
      return true;
    } catch (NumberFormatException malformed) {
      return false;
    }
  }

  /** An empty name, which the driver keeps, is the loopback address to {@code InetAddress}. */
  static String named(String host) {
    return host.isEmpty() ? LOCALHOST : host;
  }

  /** To the server, no name or an empty name is the user's; a start without a name it refuses. */
  private static @Nullable String database(Properties parsed) {
    String named = parsed.getProperty(DATABASE);
    String name = named == null || named.isEmpty() ? parsed.getProperty("user") : named;
    return name == null || name.isEmpty() ? null : name;
  }

  private static Targets complete(Targets targets, Properties parsed, Class<?> driver) {
    Targets plain = targets;
    String user = parsed.getProperty("user");
    if (user != null && user.equals(plain.whole().database())) {
      plain = plain.withDatabaseOfUser();
    }
    Set<String> names = parsed.stringPropertyNames(); // A copy each time, of the defaults as well.
    return plain
        .withDetours(PostgresDetours.of(parsed, names, driver))
        .withParameters(parameters(parsed, names));
  }

  /** {@code SslMode.of} looks at {@code ssl} only where there is no {@code sslmode}. */
  private static Map<String, String> parameters(Properties parsed, Set<String> names) {
    Map<String, String> parameters = DriverParameters.inOneCaseOf(parsed, names);
    DriverParameters.leaveOutBeaten(parameters, "sslmode", "ssl");
    return parameters;
  }
}
