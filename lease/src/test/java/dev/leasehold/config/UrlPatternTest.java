package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db:5432/orders
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db:5432/orders
          jdbc:postgresql://db/orders      | JDBC:PostgreSQL://DB/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db/orders?user=a&password=b/c
          jdbc:postgresql://db/orders      | jdbc:postgresql://u:p@db/orders
          jdbc:postgresql://db             | jdbc:postgresql://db/orders
          jdbc:postgresql://db             | jdbc:postgresql://db
          jdbc:postgresql://db/            | jdbc:postgresql://db/
          jdbc:postgresql://db/*           | jdbc:postgresql://db/orders
          jdbc:postgresql://*/orders       | jdbc:postgresql://db:6432/orders
          jdbc:postgresql://*.prod:*/o*s   | jdbc:postgresql://db.prod:6432/orders
          jdbc:postgresql://a,b/orders     | jdbc:postgresql://b:5432,a/orders
          jdbc:postgresql://a,b/orders     | jdbc:postgresql://a/orders
          jdbc:postgresql://[::1]/orders   | jdbc:postgresql://[::1]:5432/orders
          jdbc:postgresql:///orders        | jdbc:postgresql:orders
          jdbc:postgresql://localhost/orders | jdbc:postgresql:orders?x=y
          jdbc:postgresql://localhost/orders | jdbc:postgresql:///orders
          jdbc:postgresql://localhost      | jdbc:postgresql:/
          jdbc:postgresql://db/orders?ssl=* | jdbc:postgresql://db/orders?ssl=true
          jdbc:*                           | jdbc:postgresql://db:1/orders?x=y
          jdbc:*://db/orders               | jdbc:mysql://db:3306/orders
          jdbc:sqlserver://db              | jdbc:sqlserver://db:1433;databaseName=orders
          jdbc:oracle:thin:@//db:1521/x    | jdbc:oracle:thin:@//db:1521/x
          """)
  void matches(String pattern, String url) throws BadValueException {
    assertThat(UrlPattern.parse(pattern).matches(url)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db/orders      | jdbc:postgresql://db:5433/orders
          jdbc:postgresql://db:5433/orders | jdbc:postgresql://db/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db/Orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db/orders2
          jdbc:postgresql://db/orders      | jdbc:postgresql://db
          jdbc:postgresql://db/orders      | jdbc:postgresql://db2/orders
          jdbc:postgresql://db/orders      | jdbc:mysql://db/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql:orders
          jdbc:postgresql://a,b/orders     | jdbc:postgresql://a,c/orders
          jdbc:postgresql://db/orders?ssl=true | jdbc:postgresql://db/orders
          jdbc:postgresql://db/orders?ssl=true | jdbc:postgresql://db/orders?ssl=false
          jdbc:postgresql://db/orders      | jdbc:postgresql://evil/?x=://db/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db@evil/orders
          jdbc:mysql://localhost/orders    | jdbc:postgresql:orders
          jdbc:postgresql://localhost/orders | jdbc:h2:orders
          jdbc:postgresql://db/orders      | ''
          """)
  void doesNotMatch(String pattern, String url) throws BadValueException {
    assertThat(UrlPattern.parse(pattern).matches(url)).isFalse();
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
          jdbc:postgresql://*/a*      | jdbc:postgresql://db/*b     | true
          jdbc:postgresql://db/orders | jdbc:postgresql://db:5433/orders | false
          jdbc:postgresql://db/a?x=1  | jdbc:postgresql://db/a?x=2  | false
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
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    boolean all = pattern.matches(url);
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < 10_000; i++) {
      all &= pattern.matches(url);
    }
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(10_000);
    assertThat(all).isTrue();
  }
}
