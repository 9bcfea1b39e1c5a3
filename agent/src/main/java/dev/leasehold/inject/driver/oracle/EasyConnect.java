// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Oracle's short form, {@code //host:port/service}. It may have {@code tcp:} or {@code tcps:}
 * before the slashes, lack the slashes, or be {@code host:port:sid}. In drivers that know Easy
 * Connect Plus it may have several hosts, a server mode and an instance. See "Easy Connect Naming"
 * in the manual of Oracle Net Services. Reads only forms that every version of the driver was found
 * to read in this way.
 */
final class EasyConnect {

  /** "Listener Configuration" in the same manual. */
  static final int DEFAULT_PORT = 1521;

  private static final String SERVER = "(?:\\[[0-9a-f:.]+]|[a-z0-9][\\w.-]*)(?::[0-9]{1,5})?";

  private static final Pattern FORM =
      Pattern.compile(
          "(?<slashes>(?<protocol>tcps?:)?//)?"
              + ("(?<servers>" + SERVER + "(?:," + SERVER + ")*)")
              + "(?:/(?<service>[\\w.$-]*)"
              + "(?<more>(?::(?:dedicated|shared|pooled))?(?:/[a-z][a-z0-9]+)?)"
              + "|:(?<sid>[\\w.$-]+))?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SERVICE = Pattern.compile("[A-Za-z_][\\w.$-]+");

  private EasyConnect() {}

  /**
   * Returns the targets; null where the text is no such form, but for instance a name of {@code
   * tnsnames.ora}.
   *
   * @param plus whether the driver knows Easy Connect Plus
   */
  static @Nullable Targets read(String text, boolean plus) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    String service = form.group("service");
    String database = service == null ? form.group("sid") : service;
    boolean read = !isName(form) && !isOdd(form) && (plus || !isPlus(form));
    return read ? targets(form.group("servers"), nullIfEmpty(database)) : null;
  }

  /** Returns whether it may be a name of {@code tnsnames.ora}, or is nothing that is known. */
  private static boolean isName(Matcher form) {
    boolean bare = form.group("slashes") == null && form.group("service") == null;
    return (bare || form.group("sid") != null) && portAt(form.group("servers")) < 0;
  }

  private static boolean isPlus(Matcher form) {
    return form.group("servers").indexOf(',') >= 0
        || form.group("protocol") != null
        || nullIfEmpty(form.group("more")) != null;
  }

  /** The driver does not tell the parts behind such a service. */
  private static boolean isOdd(Matcher form) {
    return nullIfEmpty(form.group("more")) != null
        && !SERVICE.matcher(form.group("service")).matches();
  }

  private static @Nullable String nullIfEmpty(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** A port is that of all hosts before it that have none. */
  private static @Nullable Targets targets(String servers, @Nullable String database) {
    List<Target> targets = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    for (String server : servers.split(",", -1)) {
      int colon = portAt(server);
      waiting.add(colon < 0 ? server : server.substring(0, colon));
      if (colon >= 0) {
        int port = Integer.parseInt(server.substring(colon + 1));
        if (port > 0xFFFF) {
          return null;
        }
        waiting.forEach(host -> targets.add(Target.of(host, port, database)));
        waiting.clear();
      }
    }
    waiting.forEach(host -> targets.add(Target.of(host, DEFAULT_PORT, database)));
    return Targets.of(targets).withDefaultPort(DEFAULT_PORT);
  }

  /** Returns the position of the colon before a port; negative where there is none. */
  private static int portAt(String server) {
    int colon = server.lastIndexOf(':');
    return colon < server.lastIndexOf(']') ? -1 : colon;
  }
}
