// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.SuggestedPattern;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.reactive.PostgresClientTargets;
import dev.leasehold.target.Targets;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user who writes down the suggested pattern gets a binding for the same connections. */
class SuggestedPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "postgresql-newest jdbc:postgresql://db/orders jdbc:postgresql://db:5432",
        "postgresql-newest jdbc:postgresql:orders jdbc:postgresql://localhost:5432",
        "postgresql-newest jdbc:postgresql://[::1],b:5433/x?targetServerType=primary"
            + " jdbc:postgresql://[::1]:5432,b:5433",
        "mysql-connector-java-5.1.49 jdbc:mysql:replication://a,b/x"
            + " jdbc:mysql:replication://a:3306,b:3306",
        "mysql-connector-j-9.7.0 jdbc:mysql:replication://a,b/x"
            + " jdbc:mysql:replication://a:3306,b:3306",
        "mysql-connector-j-9.7.0 jdbc:mysql:loadbalance://a:3307/x jdbc:mysql:loadbalance://a:3307",
        "aws-mysql-jdbc-1.1.15 jdbc:mysql:aws://a/x jdbc:mysql:aws://a:3306",
        "mariadb-java-client-2.7.13 jdbc:mariadb:sequential://a,b/x"
            + " jdbc:mariadb:sequential://a:3306,b:3306",
        "mariadb-java-client-3.5.11 jdbc:mariadb:replication://a,b/x"
            + " jdbc:mariadb:replication://a:3306,b:3306",
        "mariadb-java-client-2.7.13 jdbc:mariadb://h/x?localSocket=/run/M+1.sock"
            + " jdbc:mariadb://localhost?localSocket=/run/M+1.sock",
        "mariadb-java-client-3.0.11 jdbc:mariadb://h/x?localSocket=/run/M.sock"
            + " jdbc:mariadb://localhost?localSocket=/run/M.sock",
        "mariadb-java-client-4.0.0 jdbc:mariadb://h/x?localSocket=/run/M.sock"
            + " jdbc:mariadb://localhost?localSocket=/run/M.sock",
        "mysql-connector-java-5.1.49 jdbc:mysql:replication://address=(host=a))(host=b)/x"
            + " jdbc:mysql:replication:*",
        "mariadb-java-client-2.7.13 jdbc:mariadb://h/x?pipe=mysql jdbc:mariadb:*?pipe=mysql",
        "mssql-jdbc-13.6.2.jre11 jdbc:sqlserver://db;databaseName=x jdbc:sqlserver://db:1433",
        "mssql-jdbc-13.6.2.jre11 jdbc:sqlserver://;serverName=db;portNumber=1434"
            + " jdbc:sqlserver://db:1434",
        "mssql-jdbc-13.6.2.jre11 jdbc:sqlserver://db\\one;databaseName=x jdbc:sqlserver://db\\one",
      })
  void coversTheConnectionThatItIsOf(String library, String url, String pattern) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      assertCovers(driver, url, pattern);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:oracle:thin:@db:1521/orders jdbc:oracle:thin:@//db:1521",
        "jdbc:oracle:thin:@//db/orders jdbc:oracle:thin:@//db:1521",
        "jdbc:oracle:oci:@db:1521/orders jdbc:oracle:oci:@//db:1521",
        "jdbc:oracle:thin:scott/tiger@db:1521/orders jdbc:oracle:thin:@//db:1521",
        "jdbc:oracle:thin:@orders jdbc:oracle:thin:@orders",
        "jdbc:oracle:thin:@//db:99999/x jdbc:oracle:thin:@*",
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=\"db\")(PORT=1521))) jdbc:oracle:thin:@*",
      })
  void coversTheConnectionsOfOraclesDriver(String url, String pattern) throws Exception {
    String library = OracleVersions.all().get(OracleVersions.all().size() - 1);
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      assertCovers(driver, url, pattern);
    }
  }

  @Test
  void coversTheConnectionsOfAwssDriver() throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(PublishedFork.AWS)) {
      assertCovers(driver, "jdbc:postgresql:aws://a,b/x", "jdbc:postgresql:aws://a:5432,b:5432");
    }
  }

  /** Of R2DBC and Vert.x. */
  @Test
  void coversASocketOfPostgresql() throws Exception {
    Targets targets = PostgresClientTargets.ofSocket("/run/50%/.s.PGSQL.5432", "orders");
    String url = PostgresClientTargets.url(null, 5432, "orders");
    String told = SuggestedPattern.of(url, targets);
    assertThat(told).isEqualTo("jdbc:postgresql://localhost?socket=/run/50%25/.s.PGSQL.5432");
    assertThat(PatternSettings.of(told).binding(url, targets, "app")).isNotNull();
  }

  private static void assertCovers(DriverUnderTest driver, String url, String pattern)
      throws Exception {
    ConnectionRequest request = Objects.requireNonNull(driver.request(url, new Properties()));
    assertThat(SuggestedPattern.of(request.url(), request.targets())).isEqualTo(pattern);
    assertThat(PatternSettings.isBindings(pattern, request)).as(url).isTrue();
  }
}
