// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.ModuleAccess;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The targets of MariaDB Connector/J, as the driver itself has read them. From 3.4 on each address
 * may be a socket of the file system. Before, one socket stands for all addresses. A socket factory
 * of the application's may connect to any server.
 */
final class MariaDbTargets {

  private static final Class<?>[] NOTHING = {};
  static final int DEFAULT_PORT = 3306;

  static final String SOCKET = "localSocket";
  private static final String PIPE = "pipe";
  private static final String MEMORY = "sharedMemory";
  private static final String FACTORY = "socketFactory";

  /** Names a service of the application's that wraps the socket and is given the password. */
  private static final String TLS = "tlsSocketType";

  /**
   * Asks the cluster for its servers, and fails over to them on a thread of its own, later: {@code
   * AuroraListener} of 2.7.13.
   */
  private static final String AURORA = "AURORA";

  static final String NOT_OF_DRIVER = "nonMappedOptions";

  private MariaDbTargets() {}

  /** Reads a {@code Configuration} of 3.0 and later. */
  static Targets ofConfiguration(Object configuration) {
    Map<String, String> detours = new TreeMap<>();
    for (String option : new String[] {SOCKET, PIPE, FACTORY, TLS}) {
      put(detours, option, DriverReflection.call(configuration, option, NOTHING));
    }
    addArguments(detours, DriverReflection.call(configuration, NOT_OF_DRIVER, NOTHING));
    return of(
            (List<?>) DriverReflection.get(configuration, "addresses"),
            (String) DriverReflection.call(configuration, "database", NOTHING),
            detours)
        .withParameters(MariaDbParameters.ofConfiguration(configuration));
  }

  /** Reads a {@code UrlParser} of 2.7. */
  static Targets ofUrlParser(Object urlParser) {
    Object options = DriverReflection.get(urlParser, "getOptions");
    Map<String, String> detours = new TreeMap<>();
    for (String option : new String[] {SOCKET, PIPE, MEMORY, FACTORY, TLS}) {
      put(detours, option, field(options, option));
    }
    addArguments(detours, field(options, NOT_OF_DRIVER));
    if (AURORA.equals(String.valueOf(DriverReflection.call(urlParser, "getHaMode", NOTHING)))) {
      detours.put("haMode", AURORA);
    }
    return of(
            (List<?>) DriverReflection.get(urlParser, "getHostAddresses"),
            (String) DriverReflection.call(urlParser, "getDatabase", NOTHING),
            detours)
        .withParameters(MariaDbParameters.ofOptions(options));
  }

  private static void put(Map<String, String> detours, String option, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      detours.put(option, value.toString());
    }
  }

  /**
   * A parameter that the driver does not know itself may be meant for a class of the application's.
   */
  private static void addArguments(Map<String, String> detours, @Nullable Object others) {
    if (others instanceof Properties
        && (detours.containsKey(FACTORY) || detours.containsKey(TLS))) {
      Properties arguments = (Properties) others;
      for (String name : arguments.stringPropertyNames()) {
        put(detours, name, arguments.getProperty(name));
      }
    }
  }

  /**
   * From 3.4 on the addresses say it all: the driver has put socket and pipe into them. Before, a
   * pipe is one of the address's host, and the driver connects to that host where there is no
   * shared memory. Neither of the two parameters says where it leads.
   */
  private static Targets of(
      List<?> addresses, @Nullable String database, Map<String, String> detours) {
    String named = database == null || database.isEmpty() ? null : database;
    List<Target> targets = new ArrayList<>();
    String socket = socket(detours);
    boolean inAddresses = !addresses.isEmpty() && MemberAccess.has(addresses.get(0), SOCKET);
    if (!inAddresses && (detours.containsKey(PIPE) || detours.containsKey(MEMORY))) {
      return complete(Targets.unreadable("a pipe or shared memory"), detours);
    }
    if (socket != null && !inAddresses) {
      targets.add(Target.of(socket, Target.NO_PORT, named));
    } else {
      for (Object address : addresses) {
        Target target = target(address, named, detours);
        if (target == null) {
          String text = "sockets that differ, or another host's pipe";
          return complete(Targets.unreadable(text), detours);
        }
        targets.add(target);
      }
    }
    if (targets.isEmpty()) {
      return complete(Targets.unreadable("no host"), detours);
    }
    return complete(Targets.of(targets), detours);
  }

  private static Targets complete(Targets targets, Map<String, String> detours) {
    return targets.withDefaultPort(DEFAULT_PORT).withDetours(detours);
  }

  /**
   * Returns null where the address has another socket than an earlier address, or a remote pipe.
   */
  private static @Nullable Target target(
      Object address, @Nullable String database, Map<String, String> detours) {
    Map<String, String> own = new TreeMap<>();
    put(own, SOCKET, field(address, SOCKET));
    put(own, PIPE, field(address, PIPE));
    String socket = socket(own);
    Object host = field(address, "host");
    String name = host == null ? "" : host.toString();
    if (own.containsKey(PIPE) && !name.isEmpty() && !name.equals("localhost")) {
      return null; // NamedPipeSocket opens that of the host.
    }
    if (socket != null) {
      for (Map.Entry<String, String> way : own.entrySet()) {
        String earlier = detours.putIfAbsent(way.getKey(), way.getValue());
        if (earlier != null && !earlier.equals(way.getValue())) {
          return null;
        }
      }
      return Target.of(socket, Target.NO_PORT, database);
    }
    Object port = field(address, "port");
    return Target.of(name, port instanceof Integer ? (Integer) port : Target.NO_PORT, database);
  }

  /** Returns the pipe or socket that the options name, as a path; null where there is none. */
  private static @Nullable String socket(Map<String, String> options) {
    for (String option : new String[] {PIPE, SOCKET}) {
      String path = options.get(option);
      if (path != null) {
        return path(path);
      }
    }
    return null;
  }

  /** Returns whether a target is a socket or a pipe. */
  static boolean isSocket(Target target) {
    return target.port() == Target.NO_PORT && target.host().startsWith("/");
  }

  /** Returns the host of a target that is a socket or a pipe. */
  static String path(String socket) {
    return socket.startsWith("/") ? socket : "/" + socket;
  }

  /** Returns the value of a public field; null where this version has none. */
  private static @Nullable Object field(Object owner, String name) {
    try {
      return ModuleAccess.open(owner.getClass().getField(name)).get(owner);
    } catch (NoSuchFieldException older) {
      return null;
    } catch (IllegalAccessException changed) {
      throw new IllegalStateException(owner.getClass().getName() + "." + name + ": " + changed);
    }
  }
}
