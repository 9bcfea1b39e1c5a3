// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All targets that one connection may lead to, in the driver's order; a URL may name several hosts.
 * Immutable; never empty.
 */
public final class Targets {

  private final List<Target> each;
  private final Target whole;
  private final int defaultPort;
  private final Map<String, String> detours;
  private final Map<String, String> parameters;
  private final boolean readable;
  private final boolean databaseOfUser;

  private Targets(List<Target> each, boolean readable) {
    this.each = Collections.unmodifiableList(new ArrayList<>(each));
    this.whole = each.size() == 1 ? each.get(0) : joined(each);
    this.defaultPort = Target.NO_PORT;
    this.detours = Collections.emptyMap();
    this.parameters = Collections.emptyMap();
    this.readable = readable;
    this.databaseOfUser = false;
  }

  private Targets(
      Targets like,
      int defaultPort,
      Map<String, String> detours,
      Map<String, String> parameters,
      boolean databaseOfUser) {
    this.each = like.each;
    this.whole = like.whole;
    this.readable = like.readable;
    this.defaultPort = defaultPort;
    this.detours = detours;
    this.parameters = parameters;
    this.databaseOfUser = databaseOfUser;
  }

  /** Returns these targets; at least one target is needed. */
  public static Targets of(Target... each) {
    return of(Arrays.asList(each));
  }

  /** Returns these targets; at least one target is needed. */
  public static Targets of(List<Target> each) {
    if (each.isEmpty()) {
      throw new IllegalArgumentException("no target");
    }
    return new Targets(each, true);
  }

  /**
   * Returns the stand-in for a connection whose hosts cannot be read.
   *
   * @param text a text that tells the connection from others, without a secret
   */
  public static Targets unreadable(String text) {
    return new Targets(Collections.singletonList(Target.of(text, Target.NO_PORT, null)), false);
  }

  private static Target joined(List<Target> each) {
    StringBuilder servers = new StringBuilder();
    for (Target target : each) {
      servers.append(servers.length() == 0 ? "" : ",").append(target.server());
    }
    return Target.of(servers.toString(), Target.NO_PORT, each.get(0).database());
  }

  /** Returns the same, with the port that the driver takes where none is named. */
  public Targets withDefaultPort(int port) {
    return new Targets(this, port, detours, parameters, databaseOfUser);
  }

  /**
   * Returns the same, with parameters that may lead the driver to other servers than these.
   *
   * @param parameters values by name, as the driver takes them; no secret among them
   */
  public Targets withDetours(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? this
        : new Targets(
            this,
            defaultPort,
            Collections.unmodifiableMap(new TreeMap<>(parameters)),
            this.parameters,
            databaseOfUser);
  }

  /**
   * Returns the same, with the parameters that the driver goes by.
   *
   * @param parameters values by name, no secret among them; the user is one of them where the
   *     driver names the user that it would log in. The map finds a name in the case in which the
   *     driver does. It is the callee's from now on
   */
  public Targets withParameters(Map<String, String> parameters) {
    return new Targets(
        this, defaultPort, detours, Collections.unmodifiableMap(parameters), databaseOfUser);
  }

  /** Returns the same, of a connection that names no database, so that it is the user's. */
  public Targets withDatabaseOfUser() {
    return new Targets(this, defaultPort, detours, parameters, true);
  }

  /** Returns each of them, in the driver's order. */
  public List<Target> each() {
    return each;
  }

  /**
   * Returns the only target, or a stand-in for all targets. A stand-in is for a driver that does
   * not tell which of several targets it has reached.
   */
  public Target whole() {
    return whole;
  }

  /** Returns the port that the driver takes where none is named, or {@link Target#NO_PORT}. */
  public int defaultPort() {
    return defaultPort;
  }

  /**
   * Returns the parameters that may lead the driver to other servers than these, such as a socket
   * factory of the application's; values by name. Empty where the targets are certain.
   */
  public Map<String, String> detours() {
    return detours;
  }

  /** Returns the names of the detours, a comma between two. */
  public String detourNames() {
    return String.join(", ", detours.keySet());
  }

  /**
   * Returns whether the targets say where each detour leads, as they do of a socket of the file
   * system. Where not, code or a service outside decides.
   */
  public boolean areCertain() {
    for (String way : detours.values()) {
      if (!isPathOfATarget(way)) {
        return false;
      }
    }
    return true;
  }

  private boolean isPathOfATarget(String way) {
    String path = Glob.lowerCase(way.startsWith("/") ? way : "/" + way);
    return each.stream().anyMatch(target -> target.host().equals(path));
  }

  /**
   * Returns the driver's parameters, values by name, as the driver has read them from URL and
   * properties. Where the driver cannot be asked, they are the parameters on which URL and
   * properties agree. No secrets.
   */
  public Map<String, String> parameters() {
    return parameters;
  }

  /** Returns whether the database may be named after the configured user only. */
  public boolean isDatabaseOfUser() {
    return databaseOfUser;
  }

  /** Returns whether the hosts could be read; where not, {@link #each()} is one stand-in. */
  public boolean isReadable() {
    return readable;
  }

  /**
   * Returns whether both lead to the same servers, in any databases: the same hosts and ports in
   * any order, and the same detours.
   */
  public boolean sameServers(Targets other) {
    return leadsWithin(other) && other.leadsWithin(this);
  }

  /** Returns whether each server is one of the other's, by the same detours. */
  public boolean leadsWithin(Targets other) {
    return detours.equals(other.detours) && namesWithin(other);
  }

  /** Returns whether each server is one of the other's. Detours do not count. */
  public boolean namesWithin(Targets other) {
    if (readable != other.readable) {
      return false;
    }
    for (Target target : each) {
      if (!other.hasServer(target)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether one of the targets is at this server. */
  public boolean hasServer(Target server) {
    for (Target target : each) {
      if (target.isAt(server)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether a target leads nowhere else: it is at one of these servers, or is the {@link
   * #whole()} of some of them.
   */
  public boolean includes(Target target) {
    if (hasServer(target) || whole.isAt(target)) {
      return true;
    }
    if (target.port() != Target.NO_PORT || target.host().indexOf(',') < 0) {
      return false;
    }
    for (String server : target.host().split(",", -1)) {
      if (each.stream().noneMatch(known -> known.server().equals(server))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return whole.toString();
  }
}
