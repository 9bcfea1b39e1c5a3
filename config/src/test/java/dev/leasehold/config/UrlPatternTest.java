// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPatternTest {

  private static final Map<String, String> FACTORY = Map.of("socketFactory", "com.example.F");

  /** A socket factory may take such a parameter, and the pattern has to name it. */
  @Test
  void mayNameASecretWithoutAValue() throws BadValueException {
    String pattern = "jdbc:postgresql://db/orders?socketFactory=com.example.F&proxyToken=*";
    Targets targets =
        targets("db:5432/orders")
            .withDetours(Map.of("socketFactory", "com.example.F", "proxyToken", "S3cret"));
    assertThat(UrlPattern.parse(pattern).covers("jdbc:postgresql://db/orders", targets))
        .isEqualTo(PatternCoverage.YES);
  }

  @Test
  void namesTheUserWhoAloneKeepsAConnectionFromABinding() throws Exception {
    BindingSettings binding =
        Sources.minimal()
            .env("LEASEHOLD_URL", "jdbc:postgresql://db/orders?sslmode=require")
            .env("LEASEHOLD_USER", "app")
            .read()
            .bindings()
            .get(0);
    Targets targets = targets("db:5432/orders");
    Targets tls = targets.withParameters(new HashMap<>(Map.of("sslmode", "require")));
    String url = "jdbc:postgresql://db/orders";
    assertThat(binding.nearMiss(url, tls, "app")).isNull();
    assertThat(binding.nearMiss(url, tls, "report"))
        .isEqualTo(
            "leasehold.user asks for app, and the configured user is report. If the binding is"
                + " meant for these connections, correct or remove leasehold.user");
    assertThat(binding.nearMiss(url, targets, null))
        .startsWith(
            "leasehold.url asks for sslmode=require, and the driver goes by none of this name;"
                + " leasehold.user asks for app, and the configured user is none. If the binding");
    assertThat(binding.nearMiss(url, targets("other:5432/orders"), "app")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db:5432/orders | db:5432/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db:5432/orders | db:5432/orders
          jdbc:postgresql://db/orders      | JDBC:PostgreSQL://DB/orders      | DB:5432/orders
          jdbc:postgresql://db             | jdbc:postgresql://db/orders      | db:5432/orders
          jdbc:postgresql://db             | jdbc:postgresql://db             | db:5432
          jdbc:postgresql://db/            | jdbc:postgresql://db/            | db:5432
          jdbc:postgresql://db/*           | jdbc:postgresql://db/orders      | db:5432/orders
          jdbc:postgresql://*/orders       | jdbc:postgresql://db:6432/orders | db:6432/orders
          jdbc:postgresql://*/orders       | jdbc:postgresql://x/orders       | evil\\x.corp:1/orders
          jdbc:postgresql://*.prod:*/o*s   | jdbc:postgresql://db.prod/orders | a.b.prod:6432/orders
          jdbc:postgresql://*db.*.corp/x   | jdbc:postgresql://a/x            | a.b.mydb.eu.corp:5432/x
          jdbc:postgresql://db*.corp/x     | jdbc:postgresql://db7.corp/x     | db7.corp:5432/x
          jdbc:postgresql://10.0.*.*/x     | jdbc:postgresql://10.0.3.4/x     | 10.0.3.4:5432/x
          jdbc:postgresql://10.*.0.1*/x    | jdbc:postgresql://10.23.0.17/x   | 10.23.0.17:5432/x
          jdbc:postgresql://*.168.*.*/x    | jdbc:postgresql://x/x            | 192.168.3.4:5432/x
          jdbc:postgresql://*.3.4/x        | jdbc:postgresql://x/x            | 192.168.3.4:5432/x
          jdbc:postgresql://*.*/x          | jdbc:postgresql://x/x            | db.example:5432/x
          jdbc:postgresql://a,b/orders     | jdbc:postgresql://b,a/orders     | b:5432/orders a:5432/orders
          jdbc:postgresql://a,b/orders     | jdbc:postgresql://a/orders       | a:5432/orders
          jdbc:postgresql://[::1]/orders   | jdbc:postgresql://[::1]/orders   | ::1:5432/orders
          jdbc:postgresql://[fd00:*]/x     | jdbc:postgresql://[fd00::7]/x    | fd00::7:5432/x
          jdbc:postgresql:///orders        | jdbc:postgresql:orders           | localhost:5432/orders
          jdbc:postgresql:orders           | jdbc:postgresql:orders           | localhost:5432/orders
          jdbc:postgresql:orders           | jdbc:postgresql:///orders        | localhost:5432/orders
          jdbc:postgresql:                 | jdbc:postgresql:                 | localhost:5432/app
          jdbc:postgresql://db/orders?*    | jdbc:postgresql://db/orders      | db:5432/orders
          jdbc:postgresql:*                | jdbc:postgresql:orders           | evil:1/orders
          jdbc:*                           | jdbc:postgresql://db:1/orders?x=y | db:1/orders
          *                                | jdbc:postgresql://db:1/orders?x=y | db:1/orders
          jdbc:*://db/orders               | jdbc:mysql://db:3306/orders      | db:5432/orders
          jdbc:sqlserver://db              | jdbc:sqlserver://db:1433;databaseName=orders | db:5432/orders
          jdbc:sqlserver://db;databaseName=orders | jdbc:sqlserver://db;database=orders | db:5432/orders
          jdbc:oracle:thin:@//db:1521/x    | jdbc:oracle:thin:@db:1521/x      | db:1521/x
          jdbc:oracle:thin:@orders         | jdbc:oracle:thin:@orders         | orders
          jdbc:postgresql:aws://db/orders  | jdbc:postgresql:aws:orders       | db:5432/orders
          jdbc:postgresql:*://db/orders    | jdbc:postgresql:aws:orders?x=y:z | db:5432/orders
          """)
  void isForConnectionsThatLeadThere(String pattern, String url, String targets)
      throws BadValueException {
    assertThat(UrlPattern.parse(pattern).covers(url, targets(targets)))
        .isEqualTo(PatternCoverage.YES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db/orders      | jdbc:postgresql://db/orders      | evil:5432/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db/orders      | db:5433/orders
          jdbc:postgresql://db:5433/orders | jdbc:postgresql://db/orders      | db:5432/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db/orders      | db:5432/other
          jdbc:postgresql://db/orders      | jdbc:postgresql://db/Orders      | db:5432/Orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db             | db:5432
          jdbc:postgresql://db/orders      | jdbc:mysql://db/orders           | db:5432/orders
          jdbc:postgresql://a,b/orders     | jdbc:postgresql://a,c/orders     | a:5432/orders c:5432/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql:orders           | localhost:5432/orders
          jdbc:postgresql:orders           | jdbc:postgresql:orders           | evil:6666/orders
          jdbc:postgresql://*.corp/orders  | jdbc:postgresql://x/orders       | evil\\x.corp:5432/orders
          jdbc:postgresql://*.corp/orders  | jdbc:postgresql://x/orders       | a@x.corp:5432/orders
          jdbc:postgresql://*.corp/orders  | jdbc:postgresql://x/orders       | corp:5432/orders
          jdbc:postgresql://db*/orders     | jdbc:postgresql://x/orders       | db.evil.example:5432/orders
          jdbc:postgresql://db*.corp/x     | jdbc:postgresql://x/x            | db.evil.corp:5432/x
          jdbc:postgresql://10.*.0.1/x     | jdbc:postgresql://x/x            | 10.1.evil.0.1:5432/x
          jdbc:postgresql://10.0.0.*/x     | jdbc:postgresql://x/x            | 10.0.0.example:5432/x
          jdbc:postgresql://10.*.*.*/x     | jdbc:postgresql://x/x            | 10.db.evil.example:5432/x
          jdbc:postgresql://192.168.1*/x   | jdbc:postgresql://x/x            | 192.168.1x:5432/x
          jdbc:postgresql://*.168.*.*/x    | jdbc:postgresql://x/x            | a.168.b.example:5432/x
          jdbc:postgresql://localhost/x    | jdbc:postgresql://x/x            | /run/x.sock/x
          jdbc:sqlserver://db;databaseName=orders | jdbc:sqlserver://db;databaseName=orders | db:5432/other
          jdbc:mysql://localhost/orders    | jdbc:postgresql:orders           | localhost:5432/orders
          jdbc:oracle:thin:@//db:1521/x    | jdbc:oracle:thin:@db:1521/x      | db:1522/x
          jdbc:oracle:thin:@orders         | jdbc:oracle:thin:@other          | other
          jdbc:postgresql://db/orders      | ''                               | db:5432/orders
          jdbc:postgresql:aws://db/orders  | jdbc:postgresql:orders           | db:5432/orders
          jdbc:postgresql:aws://db/orders  | jdbc:postgresql:x?aws:           | db:5432/orders
          jdbc:postgresql:a://db/orders    | jdbc:postgresql:aws:orders       | db:5432/orders
          jdbc:postgresql:aws://db/orders  | jdbc:postgresql:aws:a://x/orders | db:5432/orders
          """)
  void isNotForConnectionsThatLeadElsewhere(String pattern, String url, String targets)
      throws BadValueException {
    assertThat(UrlPattern.parse(pattern).covers(url, targets(targets)))
        .isEqualTo(PatternCoverage.NO);
  }

  /** The URL's text may look otherwise: the driver's reading of it is compared. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?ssl=true           | ssl=true        | YES
          ?ssl=*              | ssl=true        | YES
          ?ssl=true;a=b       | a=b,ssl=true    | YES
          ?s%73l=tru%65       | ssl=true        | YES
          ?ssl=true           | ''              | NO
          ?ssl=true           | ssl=false       | NO
          ?ssl=true           | SSL=true        | NO
          ?SSL=true           | ssl=true        | NO
          ?ssl=true           | x=ssl=true      | NO
          ?ssl=true           | ssl=true;a=b    | NO
          ?ssl=TRUE           | ssl=true        | NO
          ?*                  | ''              | YES
          """)
  void asksForParametersThatTheDriverGoesBy(String query, String given, PatternCoverage coverage)
      throws BadValueException {
    Map<String, String> parameters = new HashMap<>();
    for (String each : given.split(",", -1)) {
      parameters.put(each.split("=", 2)[0], each.substring(each.indexOf('=') + 1));
    }
    String url = "jdbc:postgresql://db/orders?ssl=true";
    Targets targets = targets("db:5432/orders").withParameters(parameters);
    assertThat(UrlPattern.parse("jdbc:postgresql://db/orders" + query).covers(url, targets))
        .isEqualTo(coverage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db/orders                             | UNCERTAIN
          jdbc:postgresql://db/orders?socketFactory=other         | NO
          jdbc:postgresql://other/orders                          | NO
          jdbc:postgresql://db/other                              | NO
          jdbc:mysql://db/orders                                  | NO
          jdbc:postgresql://db/orders?socketFactory=com.example.F | YES
          jdbc:postgresql://db/orders?socketFactory=*             | YES
          jdbc:postgresql://*/orders                              | YES
          jdbc:postgresql:*                                       | YES
          jdbc:*                                                  | YES
          *                                                       | YES
          """)
  void isUncertainWhereAParameterThatItDoesNotNameMayLeadElsewhere(
      String pattern, PatternCoverage coverage) throws BadValueException {
    Targets targets = targets("db:5432/orders").withDetours(FACTORY);
    assertThat(UrlPattern.parse(pattern).covers("jdbc:postgresql://db/orders", targets))
        .isEqualTo(coverage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:mysql://db/orders | UNCERTAIN
          jdbc:mysql://*/orders  | UNCERTAIN
          jdbc:mysql://*         | YES
          jdbc:mysql:*           | YES
          jdbc:mariadb://db/x    | NO
          """)
  void isUncertainWhereHostsCannotBeRead(String pattern, PatternCoverage coverage)
      throws BadValueException {
    assertThat(
            UrlPattern.parse(pattern).covers("jdbc:mysql://((db/orders", Targets.unreadable("((")))
        .isEqualTo(coverage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:mariadb://localhost/orders                               | NO
          jdbc:mariadb://localhost/orders?localSocket=/run/mysqld.sock  | NO
          jdbc:mariadb://localhost/orders?localSocket=/run/m.sock       | YES
          jdbc:mariadb://*/orders                                       | YES
          """)
  void namesASocketOfTheFileSystemInItsQuery(String pattern, PatternCoverage coverage)
      throws BadValueException {
    Targets socket =
        Targets.of(Target.of("/run/m.sock", Target.NO_PORT, "orders"))
            .withDetours(Map.of("localSocket", "/run/m.sock"));
    assertThat(UrlPattern.parse(pattern).covers("jdbc:mariadb://localhost/orders", socket))
        .isEqualTo(coverage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"**", "jdbc:", "postgresql://db/orders", "jdbc:postgresql://u:p@db/x"})
  void refusesWhatIsNoPattern(String text) {
    assertThatThrownBy(() -> UrlPattern.parse(text)).isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db/orders | jdbc:postgresql://DB:5432/* | true
          jdbc:postgresql://db/orders | jdbc:postgresql://db        | true
          jdbc:postgresql://a,b/x     | jdbc:postgresql://b,c/x     | true
          jdbc:postgresql://db/orders | jdbc:*                      | true
          jdbc:postgresql://db/orders | *                           | true
          jdbc:postgresql:orders      | jdbc:postgresql:///orders   | true
          jdbc:postgresql://*/a*      | jdbc:postgresql://db/*b     | true
          jdbc:postgresql://db/orders | jdbc:postgresql://db:5433/orders | false
          jdbc:postgresql://db/a?x=1  | jdbc:postgresql://db/a?x=2  | false
          jdbc:postgresql://db/a?x=1  | jdbc:postgresql://db/a?y=2  | true
          jdbc:postgresql://db/a?x=1  | jdbc:postgresql://db/a      | true
          jdbc:postgresql://db/a      | jdbc:postgresql://db/b      | false
          jdbc:postgresql://a/x       | jdbc:postgresql://b/x       | false
          jdbc:postgresql://db/x      | jdbc:mysql://db/x           | false
          jdbc:postgresql://db/x      | jdbc:mysql:*                | false
          """)
  void tellsWhetherTwoCanMatchTheSameUrl(String one, String two, boolean answer)
      throws BadValueException {
    UrlPattern a = UrlPattern.parse(one);
    UrlPattern b = UrlPattern.parse(two);
    assertThat(a.intersects(b)).isEqualTo(answer);
    assertThat(b.intersects(a)).isEqualTo(answer);
  }

  @Test
  void allocatesNothingToMatch() throws BadValueException {
    UrlPattern pattern = UrlPattern.parse("jdbc:postgresql://a,*.prod:5432/o*s");
    String url = "jdbc:postgresql://a:5432,db.prod/orders?user=app";
    Targets targets = targets("a:5432/orders db.prod:5432/orders");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    boolean all = pattern.covers(url, targets) == PatternCoverage.YES;
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < 10_000; i++) {
      all &= pattern.covers(url, targets) == PatternCoverage.YES;
    }
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(10_000);
    assertThat(all).isTrue();
  }

  /** Reads {@code host:port/database}, several with spaces between. */
  private static Targets targets(String text) {
    List<Target> targets = Arrays.stream(text.split(" ")).map(UrlPatternTest::target).toList();
    return Targets.of(targets).withDefaultPort(5432);
  }

  private static Target target(String text) {
    int slash = text.indexOf('/', 1);
    String server = slash < 0 ? text : text.substring(0, slash);
    String database = slash < 0 ? null : text.substring(slash + 1);
    int colon = server.lastIndexOf(':');
    return colon < 0
        ? Target.of(server, Target.NO_PORT, database)
        : Target.of(
            server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)), database);
  }
}
