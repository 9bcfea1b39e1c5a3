// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/**
 * The drivers that Leasehold knows: the one list that a new driver is added to. Settings, weaving
 * and the refusal of drivers in a JVM where the agent cannot start read it.
 *
 * <p>It is a constant, so that the compiler copies it into each class that reads it. The last of
 * the three has no other class to rely on.
 */
public final class KnownDrivers {

  /**
   * A driver a line, with these words in any order:
   *
   * <ul>
   *   <li>{@code weaving}: the class that describes the driver, below {@code
   *       dev.leasehold.inject.driver};
   *   <li>{@code dialect}, {@code url}, {@code port}, of a JDBC driver: its name in settings, the
   *       beginning of its URLs, and the port of a URL that has none;
   *   <li>{@code hosts}, {@code query}, {@code database}, of a JDBC driver whose URLs do not have
   *       the form {@code //host/database?encoded=%20}. {@code hosts=optional}: a URL without
   *       {@code //} names a database of localhost. {@code hosts=@}: hosts follow {@code @//}.
   *       {@code query=plain}: no parameter is encoded. {@code database}: the names of the
   *       parameters that name the database, with commas;
   *   <li>{@code driver}, as often as needed: the internal name of a class that is a {@code
   *       java.sql.Driver};
   *   <li>{@code opens}, as often as needed: the internal name of another class without which no
   *       connection is opened;
   *   <li>{@code login}, as often as needed: the internal name of a class that logs in to a server;
   *   <li>{@code client}, {@code package}, of a client without JDBC: its name in messages, and the
   *       beginning of the internal names of its classes.
   * </ul>
   */
  public static final String LIST =
      "weaving=postgresql.PostgresWeaving dialect=postgresql url=jdbc:postgresql: port=5432"
          + " hosts=optional driver=org/postgresql/Driver"
          + " login=org/postgresql/core/v3/ConnectionFactoryImpl\n"
          + "weaving=mysql.MysqlWeaving dialect=mysql url=jdbc:mysql: port=3306"
          + " driver=com/mysql/jdbc/NonRegisteringDriver"
          + " driver=com/mysql/cj/jdbc/NonRegisteringDriver"
          + " login=com/mysql/jdbc/MysqlIO login=com/mysql/cj/NativeSession\n"
          + "weaving=mariadb.MariaDbWeaving dialect=mariadb url=jdbc:mariadb: port=3306 query=plain"
          + " driver=org/mariadb/jdbc/Driver driver=org/mariadb/jdbc/NonRegisteringDriver"
          + " opens=org/mariadb/jdbc/MariaDbConnection"
          + " opens=org/mariadb/jdbc/internal/util/pool/Pools"
          + " login=org/mariadb/jdbc/client/impl/ConnectionHelper"
          + " login=org/mariadb/jdbc/client/impl/StandardClient"
          + " login=org/mariadb/jdbc/internal/protocol/AbstractConnectProtocol\n"
          + "weaving=sqlserver.SqlServerWeaving dialect=sqlserver url=jdbc:sqlserver: port=1433"
          + " database=databaseName,database driver=com/microsoft/sqlserver/jdbc/SQLServerDriver"
          + " opens=com/microsoft/sqlserver/jdbc/SQLServerDataSource"
          + " login=com/microsoft/sqlserver/jdbc/SQLServerConnection\n"
          + "weaving=oracle.OracleWeaving dialect=oracle url=jdbc:oracle: port=1521 hosts=@"
          + " driver=oracle/jdbc/driver/OracleDriver login=oracle/net/nt/ConnOption\n"
          + "weaving=r2dbc.R2dbcWeaving client=r2dbc-postgresql package=io/r2dbc/postgresql/"
          + " opens=io/r2dbc/postgresql/client/ReactorNettyClient"
          + " opens=io/r2dbc/postgresql/client/StartupMessageFlow\n"
          + "weaving=vertx.VertxWeaving client=vertx-pg-client package=io/vertx/pgclient/"
          + " opens=io/vertx/pgclient/impl/PgConnectionFactory\n";

  private KnownDrivers() {}
}
