// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import static dev.leasehold.it.pool.PoolTable.POOLS;
import static dev.leasehold.it.pool.PoolTable.UNPOOLED;
import static dev.leasehold.it.pool.PoolTable.WRAPPERS;

import dev.leasehold.it.Source;
import java.util.Arrays;
import java.util.List;

/**
 * A pool, a wrapper between a pool and a driver, or a way without a pool: its artifacts, and the
 * workload's class for it.
 */
enum PoolLibrary {
  HIKARI(POOLS, "HikariCP", "Hikari", "HikariCP", "HikariCP-java6", "HikariCP-java7"),
  TOMCAT(POOLS, "Tomcat JDBC", "TomcatJdbc", "tomcat-jdbc"),
  DBCP1(POOLS, "Commons DBCP 1", "Dbcp1", "commons-dbcp"),
  DBCP2(POOLS, "Commons DBCP 2", "Dbcp2", "commons-dbcp2"),
  TOMCAT_DBCP2(POOLS, "Tomcat's copy of DBCP 2", "TomcatDbcp2", "tomcat-dbcp"),
  C3P0(POOLS, "c3p0", "C3p0", "c3p0"),
  BONECP(POOLS, "BoneCP", "BoneCp", "bonecp"),
  AGROAL(POOLS, "Agroal", "Agroal", "agroal-pool"),
  DRUID(POOLS, "Druid", "Druid", "druid"),
  VIBUR(POOLS, "Vibur", "Vibur", "vibur-dbcp"),
  UCP(POOLS, "Oracle UCP over pgjdbc", "Ucp", "ucp", "ucp11"),
  BITRONIX(POOLS, "Bitronix", "Bitronix", "btm"),
  /** Too large to be tried each time: in no list of libraries, and so in no table. */
  PAYARA(POOLS, "GlassFish's pool in Payara Micro", "Payara", "payara-micro"),
  HIBERNATE(POOLS, "Hibernate's own pool", "Hibernate", "hibernate-core"),
  DRIVER_MANAGER(UNPOOLED, "`DriverManager`", "Unpooled", "postgresql"),
  PG_SIMPLE(UNPOOLED, "`PGSimpleDataSource`", "PgSimple", "postgresql"),
  P6SPY(WRAPPERS, "p6spy's driver in HikariCP", "Hikari", "p6spy"),
  AWS(
      WRAPPERS,
      "AWS's driver in HikariCP, without its plugins",
      "Hikari",
      "aws-advanced-jdbc-wrapper"),
  AWS_PLUGINS(
      WRAPPERS,
      "AWS's driver in HikariCP, with its default plugins",
      "Hikari",
      "aws-advanced-jdbc-wrapper"),
  OPENTELEMETRY(WRAPPERS, "OpenTelemetry's driver in HikariCP", "Hikari", "opentelemetry-jdbc"),
  DATASOURCE_PROXY(
      WRAPPERS,
      "datasource-proxy over `PGSimpleDataSource` in HikariCP",
      "DatasourceProxy",
      "datasource-proxy"),
  SPRING(
      WRAPPERS,
      "Spring's `DelegatingDataSource` over its `DriverManagerDataSource` in HikariCP",
      "SpringDataSources",
      "spring-jdbc"),
  PG_XA(WRAPPERS, "`PGXADataSource` in Agroal", "AgroalXa", "postgresql"),
  PG_CONNECTION_POOL(
      WRAPPERS,
      "`PGConnectionPoolDataSource` in DBCP's `SharedPoolDataSource`",
      "SharedPool",
      "postgresql"),
  PG_POOLING(WRAPPERS, "`PGPoolingDataSource`", "PgPooling", "postgresql");

  private final PoolTable table;
  private final String title;
  private final String workload;
  private final List<String> artifacts;

  PoolLibrary(PoolTable table, String title, String workload, String... artifacts) {
    this.table = table;
    this.title = title;
    this.workload = workload;
    this.artifacts = List.of(artifacts);
  }

  /** Returns where in the document it stands. */
  PoolTable table() {
    return table;
  }

  String title() {
    return title;
  }

  boolean isPublishedAs(String artifact) {
    return artifacts.contains(artifact);
  }

  /** Returns how the workload opens connections with a version of it. */
  Source source(String library) {
    Source source = Source.pool(workload, library);
    return switch (this) {
      case UCP -> source.and(library.replace("ucp11-", "ojdbc11-").replace("ucp-", "ojdbc8-"));
      case P6SPY ->
          source
              .and(Source.HIKARI.library())
              .with("-Dp6spy.config.appender=com.p6spy.engine.spy.appender.Slf4JLogger");
      case AWS, AWS_PLUGINS, OPENTELEMETRY, DATASOURCE_PROXY, SPRING ->
          source.and(Source.HIKARI.library());
      case DRIVER_MANAGER, PG_SIMPLE, PG_POOLING -> new Source(workload, List.of(library));
      case PG_XA -> new Source(workload, List.of(library, Source.AGROAL.library()));
      case PG_CONNECTION_POOL -> new Source(workload, List.of(library, Source.DBCP2.library()));
      default -> source;
    };
  }

  /**
   * Returns whether a layer can show that the agent reaches inside the pool. The pool must have an
   * inside. OpenTelemetry is left out, as a module that can name none of its services looks for
   * them.
   */
  boolean isTriedInALayer() {
    return idle() == Going.EVICTED && this != OPENTELEMETRY;
  }

  /**
   * Returns the same where each jar is a module. Where the API that a pool brings can be no module,
   * or requires a module that the pool does not bring, an application adds that.
   */
  Source inALayer(String library) {
    Source source = source(library);
    return switch (this) {
      case BITRONIX -> source.and("jakarta.transaction-api-1.3.3");
      case HIBERNATE -> source.and("jakarta.enterprise.cdi-api-4.1.0");
      default -> source;
    };
  }

  /** Returns how an application writes a driver's URL to have it wrapped. */
  String url(String url) {
    return switch (this) {
      case P6SPY -> url.replace("jdbc:", "jdbc:p6spy:");
      case AWS -> url.replace("jdbc:", "jdbc:aws-wrapper:") + "?wrapperPlugins=";
      case AWS_PLUGINS -> url.replace("jdbc:", "jdbc:aws-wrapper:");
      case OPENTELEMETRY -> url.replace("jdbc:", "jdbc:otel:");
      default -> url;
    };
  }

  /** Returns how connections go that nobody uses at a rotation. */
  Going idle() {
    return table == UNPOOLED || this == PG_CONNECTION_POOL ? Going.ABORTED : Going.EVICTED;
  }

  /**
   * Returns how a connection goes that is in a transaction at a rotation and is closed after it.
   */
  Going borrowed() {
    return this == PG_CONNECTION_POOL ? Going.ABORTED : Going.EVICTED;
  }

  static List<PoolLibrary> all() {
    return Arrays.asList(values());
  }
}
