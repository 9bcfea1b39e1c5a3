// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;

/** Makes up arguments that an application, or the author of its URLs, might hand to a driver. */
final class RandomUrl {

  /** A URL and the properties beside it. */
  record Call(String url, Properties info) {

    @Override
    public String toString() {
      return url + " with " + info;
    }
  }

  private static final String SPECIAL = ";,@\\[]()=&?/:%#'\" +.{}";

  private final Random random;
  private final List<String> hosts;
  private final String[] ports;

  /**
   * Makes up URLs of these servers.
   *
   * @param hosts three at least; the first host is met most often
   */
  RandomUrl(Random random, List<String> hosts, int port, int otherPort) {
    this.random = random;
    this.hosts = hosts;
    this.ports = new String[] {Integer.toString(port), Integer.toString(otherPort)};
  }

  Call next(String library) {
    String url;
    if (isPgjdbc(library)) {
      url = postgresql();
    } else if (library.startsWith("mssql")) {
      url = sqlserver();
    } else {
      url = mysql(library.startsWith("mariadb") ? "jdbc:mariadb:" : "jdbc:mysql:");
    }
    return new Call(one(4) ? disturbed(url) : url, info(library));
  }

  /** openGauss's driver has the name of pgjdbc's. */
  private static boolean isPgjdbc(String library) {
    return library.startsWith("postgresql") || library.startsWith("opengauss");
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private String any(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String host() {
    return one(3) ? hosts.get(0) : any(hosts.get(1), hosts.get(2), hosts.get(0), "localhost");
  }

  private String port() {
    return ports[one(3) ? 1 : 0];
  }

  private String server() {
    return one(12) ? host() : (one(12) ? "" : host()) + ':' + port();
  }

  private String servers() {
    String servers = one(15) ? "" : server();
    while (one(4)) {
      servers += ',' + server();
    }
    return servers;
  }

  private String database() {
    return any(
        "orders",
        "orders",
        "orders",
        "",
        "or%64ers",
        "other",
        "app",
        "o+r",
        "%6frders",
        "OrderS",
        "o%2Fr",
        "o%%2Fr",
        "ord ers");
  }

  private String postgresql() {
    String url =
        any(
            "jdbc:postgresql://" + servers() + '/' + database(),
            "jdbc:postgresql://" + servers() + '/' + database(),
            "jdbc:postgresql://" + servers() + '/' + database(),
            "jdbc:postgresql:" + database(),
            "jdbc:postgresql://" + servers(),
            "jdbc:postgresql://",
            "jdbc:postgresql:///" + database());
    return url + (one(8) ? "?PGPORT=" + port() : query(true));
  }

  private String query(boolean postgresql) {
    StringBuilder query = new StringBuilder();
    while (one(2)) {
      query.append(query.length() == 0 ? '?' : '&');
      query.append(postgresql ? postgresqlParameter() : mysqlParameter());
    }
    return query.toString();
  }

  private String postgresqlParameter() {
    return any(
        "PGHOST=" + host(),
        "host=" + host(),
        "PGPORT=" + port(),
        "port=" + port(),
        "PGDBNAME=" + database(),
        "dbname=" + database(),
        "PG%48OST=" + host(),
        "pghost=" + host(),
        "PGHOST=" + host() + "&PGHOST=" + host(),
        "PGHOST=" + host() + ',' + host() + "&PGPORT=" + port() + ',' + port(),
        "user=app",
        "user=x&password=y",
        "ApplicationName=shop",
        "targetServerType=" + any("any", "primary", "preferSecondary"),
        "loadBalanceHosts=true",
        "localSocketAddress=127.0.0.1",
        "sslmode=disable",
        "",
        "x");
  }

  private String mysql(String scheme) {
    String hosts = one(6) ? "" : mysqlHost();
    while (one(5)) {
      hosts += ',' + mysqlHost();
    }
    if (one(15)) {
      hosts = '[' + hosts + ']';
    }
    String kind = one(10) ? any("loadbalance:", "replication:", "sequential:") : "";
    return scheme + kind + "//" + hosts + any("/", "/", "/", "") + database() + query(false);
  }

  private String mysqlHost() {
    return any(
        server(),
        server(),
        server(),
        "app:x@" + server(),
        "address=(host=" + host() + ")(port=" + port() + ')',
        "address=(host=" + host() + ")(port=" + port() + ")(host=" + host() + ')',
        "address=(host=" + host() + ")(port=" + port() + ")(dbname=" + database() + ')',
        "(host=" + host() + ",port=" + port() + ",DBNAME=" + database() + ')',
        "address=(protocol=tcp)(host=" + host() + ")(port=" + port() + ')',
        "address=(ho%73t=" + host() + ")(port=" + port() + ')',
        "(host=" + host() + ",port=" + port() + ')',
        "(port=" + port() + ",host=" + host() + ",host=" + host() + ')');
  }

  private String mysqlParameter() {
    return any(
        "host=" + host(),
        "HOST=" + host(),
        "port=" + port(),
        "PORT=" + port(),
        "dbname=" + database(),
        "DBNAME=" + database(),
        "h%6Fst=" + host(),
        "protocol=tcp",
        "user=app",
        "localSocketAddress=127.0.0.1",
        "useUnicode=true",
        "",
        "x");
  }

  private String sqlserver() {
    StringBuilder url = new StringBuilder("jdbc:sqlserver://").append(one(8) ? "" : server());
    url.append(";connectRetryCount=0;loginTimeout=2;encrypt=false");
    while (one(2)) {
      url.append(';')
          .append(
              any(
                  "serverName=" + host(),
                  "server=" + host(),
                  "SERVER = " + host(),
                  "portNumber=" + port(),
                  "port=" + port(),
                  "databaseName=" + database(),
                  "database=" + database(),
                  "user=app;password={a;b}",
                  "applicationName={x;serverName=" + host() + '}',
                  "serverName={" + host() + '}',
                  "x=y",
                  ""));
    }
    return url.toString();
  }

  private String disturbed(String url) {
    int at = url.indexOf(':', "jdbc:".length()) + 1;
    int position = at + random.nextInt(url.length() - at + 1);
    char c = SPECIAL.charAt(random.nextInt(SPECIAL.length()));
    int rest = Math.min(url.length(), position + random.nextInt(2));
    return url.substring(0, position) + c + url.substring(rest);
  }

  private Properties info(String library) {
    Properties defaults = new Properties();
    Properties info = one(5) ? new Properties(defaults) : new Properties();
    boolean postgresql = isPgjdbc(library);
    if (!postgresql || !one(8)) {
      info.setProperty("user", any("app", "app", "orders"));
    }
    info.setProperty("password", "static");
    boolean sqlserver = library.startsWith("mssql");
    if (postgresql) {
      info.setProperty("socketTimeout", "5");
    } else if (!sqlserver) {
      info.setProperty("retriesAllDown", "1"); // Else it sleeps between them.
    }
    if (library.equals("mariadb-java-client-4.0.0")) {
      info.setProperty("sslMode", "disable"); // It wants TLS by default.
    }
    while (one(3)) {
      Properties into = one(4) ? defaults : info;
      String name =
          postgresql
              ? any("PGHOST", "PGPORT", "PGDBNAME", "host", "port", "dbname")
              : sqlserver
                  ? any("serverName", "server", "portNumber", "PORT", "databaseName")
                  : any("host", "HOST", "port", "PORT", "DBNAME", "dbname", "HOST.1", "PROTOCOL");
      into.setProperty(name, value(name));
    }
    return info;
  }

  private String value(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.contains("port")) {
      return port();
    }
    if (lower.equals("protocol")) {
      return "tcp";
    }
    return List.of("dbname", "pgdbname", "databasename").contains(lower) ? database() : host();
  }
}
