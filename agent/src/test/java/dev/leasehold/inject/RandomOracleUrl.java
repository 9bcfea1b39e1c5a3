// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.util.List;
import java.util.Random;

/** Makes up URLs of Oracle's driver, of all forms that its manual has, and disturbs some. */
final class RandomOracleUrl {

  private static final String SPECIAL = ";,@\\[]()=&?/:%#'\" +.{}\n";

  private final Random random;
  private final Places places;

  RandomOracleUrl(Random random, Places places) {
    this.random = random;
    this.places = places;
  }

  String next() {
    String login = any("", "", "app/x", "app/\"p@q\"");
    String specifier = one(2) ? easyConnect() + query() : descriptor() + (one(4) ? query() : "");
    String url = "jdbc:oracle:thin:" + login + '@' + specifier;
    return one(4) ? disturbed(url) : url;
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private String any(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String host() {
    List<String> hosts = places.hosts();
    return one(2) ? hosts.get(1) : any(hosts.get(2), hosts.get(3), "localhost");
  }

  private String port() {
    return Integer.toString(one(3) ? places.otherPort() : places.port());
  }

  private String server() {
    return host() + ':' + port();
  }

  private String service() {
    return any("orders", "orders", "other", "OrderS", "or%64ers", "o.r", "o", "", "127.0.0.1");
  }

  private String easyConnect() {
    return any("", "", " ")
        + any(
            "//" + server() + '/' + service(),
            "//" + server() + '/' + service(),
            server() + '/' + service(),
            server() + ':' + service(),
            any("tcp", "tcp", "TCP", "tcps", "ldap") + "://" + server() + '/' + service(),
            "//" + server(),
            server(),
            "//" + server() + '/' + service() + any(":dedicated", ":SHARED", ":pooled"),
            "//" + server() + '/' + service() + "/inst1",
            "//" + server() + '/' + service() + ":dedicated/inst1",
            "//" + server() + ',' + server() + '/' + service(),
            "//" + host() + ',' + server() + '/' + service(),
            host() + ',' + server() + ':' + service(),
            "//" + server() + ';' + server() + '/' + service(),
            "//[::1]:" + port() + '/' + service(),
            service())
        + any("", "", "", " ");
  }

  private String query() {
    StringBuilder query = new StringBuilder();
    while (one(2)) {
      query.append(query.length() == 0 ? '?' : '&').append(parameter());
    }
    return query.toString();
  }

  private String parameter() {
    return any(
        "connect_timeout=2",
        "retry_count=0",
        "load_balance=off",
        "failover=on",
        "source_route=on",
        "service_name=evil",
        "host=" + host(),
        "HOST=" + host(),
        "port=" + port(),
        "x=y",
        "retry_count=\"0\"",
        "connect_timeout=\"2)(ADDRESS=(PROTOCOL=tcp)(HOST=" + host() + ")(PORT=" + port() + ")\"",
        "retry_count=0)(ADDRESS=(HOST\\=" + host() + ")",
        "https_proxy=" + host() + "&https_proxy_port=" + port(),
        "ht\"tps_pro\"xy=" + host() + "&https_ proxy_port=" + port(),
        "x",
        "");
  }

  private String descriptor() {
    String description = description();
    return one(8)
        ? blank() + "(DESCRIPTION_LIST=" + (one(3) ? "(LOAD_BALANCE=off)" : "") + description + ')'
        : description;
  }

  private String description() {
    String addresses = address();
    while (one(3)) {
      addresses += blank() + address();
    }
    if (one(2)) {
      addresses = "(ADDRESS_LIST=" + setting() + addresses + ')' + (one(4) ? address() : "");
    }
    return any("(DESCRIPTION=", "(description = ", "(Description=")
        + setting()
        + addresses
        + blank()
        + "(CONNECT_DATA="
        + any("(SERVICE_NAME=", "(SERVICE_NAME = ", "(service_name=", "(SID=")
        + service()
        + ')'
        + any("", "", "(SERVER=DEDICATED)", "(INSTANCE_NAME=i)", "(HOST=" + host() + ')')
        + any("", "", "", "(FAILOVER_MODE=(TYPE=select)(METHOD=basic)(BACKUP=" + host() + "))")
        + "))";
  }

  private String address() {
    return "(ADDRESS="
        + any("(PROTOCOL=TCP)", "(PROTOCOL = tcp)", "(protocol=tcp)", "", "(PROTOCOL=ipc)")
        + any("(HOST=", "(HOST = ", "(host=", "(HOST=\"")
        + host()
        + any("", "", "", "\"", " ")
        + ')'
        + any("", "", "", "", "(HOST=" + host() + ')')
        + "(PORT="
        + port()
        + ')'
        + any("", "", "", "", "(PORT=" + port() + ')', "(HTTPS_PROXY=" + host() + ')')
        + ')';
  }

  private String setting() {
    return any(
        "",
        "",
        "(LOAD_BALANCE=off)",
        "(FAILOVER=on)",
        "(SOURCE_ROUTE=yes)",
        "(RETRY_COUNT=0)",
        "(CONNECT_TIMEOUT=2)",
        "#x\n",
        "(X=y)",
        "(SECURITY=(SSL_SERVER_CERT_DN=\"CN=x,O=y\"))");
  }

  private String blank() {
    return any("", "", "", " ", "\n", "\t");
  }

  private String disturbed(String url) {
    int from = "jdbc:oracle:thin:".length();
    int position = from + random.nextInt(url.length() - from + 1);
    int rest = Math.min(url.length(), position + random.nextInt(2));
    char c = SPECIAL.charAt(random.nextInt(SPECIAL.length()));
    return url.substring(0, position) + c + url.substring(rest);
  }
}
