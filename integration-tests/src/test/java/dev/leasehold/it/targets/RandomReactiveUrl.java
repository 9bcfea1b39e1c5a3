// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import java.util.Random;

/**
 * Makes up URLs of clients that never block, as a user might write them. The places in them are
 * from {@link Places}, so that nobody looks up a name that chance makes.
 */
final class RandomReactiveUrl {

  private final Random random;

  RandomReactiveUrl(long seed) {
    random = new Random(seed);
  }

  /** Returns one of R2DBC's, as {@code ConnectionFactoryOptions.parse} has them. */
  String r2dbc() {
    String scheme =
        any("r2dbc:postgresql", "r2dbc:postgresql", "r2dbc:postgres", "r2dbc:postgresql:failover");
    return url(
        scheme,
        "host=" + host(),
        "HOST=" + host(),
        "h%6Fst=" + host(),
        "port=" + port(),
        "database=" + database(),
        "socket=/tmp/leasehold-no-such-socket",
        "protocol=" + any("failover", "postgresql"),
        "targetServerType=" + any("ANY", "PRIMARY", "SECONDARY"),
        "loadBalanceHosts=true",
        "sslMode=disable",
        "applicationName=shop");
  }

  /** Returns one of Vert.x', as {@code PgConnectOptions.fromUri} has them. */
  String vertx() {
    return url(
        any("postgresql", "postgresql", "postgres"),
        "host=" + host(),
        "hostaddr=" + host(),
        "HOST=" + host(),
        "h%6Fst=" + host(),
        "port=" + port(),
        "dbname=" + database(),
        "host=%2Ftmp%2Fleasehold-no-such-socket",
        "sslmode=disable",
        "application_name=shop");
  }

  private String url(String scheme, String... parameters) {
    StringBuilder url = new StringBuilder(scheme).append("://");
    url.append(one(6) ? any("app@", "app:x@", "@") : "");
    url.append(one(10) ? "" : server());
    while (one(4)) {
      url.append(',').append(server());
    }
    url.append(one(10) ? "" : "/" + database());
    char separator = '?';
    while (one(2)) {
      url.append(separator).append(any(parameters));
      separator = any("&", "&", "&", ";").charAt(0);
    }
    return url.toString();
  }

  private String server() {
    return one(2) ? "{db}" : host() + ':' + port();
  }

  private String host() {
    return any("{host}", "{evil}");
  }

  private String port() {
    return any("{port}", "{port}", "{evil-port}", "{closed}");
  }

  private String database() {
    return any("app", "app", "app", "other", "");
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private String any(String... of) {
    return of[random.nextInt(of.length)];
  }
}
