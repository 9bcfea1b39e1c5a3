package com.example.pools;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGPoolingDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ds.common.BaseDataSource;

/**
 * The ways to open connections, by name. Each is a class of its own, so that only the one in use is
 * loaded.
 */
final class Sources {

  private Sources() {}

  static ConnectionSource open(Options options) throws Exception {
    switch (options.text("source")) {
      case "drivermanager":
        return new Unpooled(options);
      case "pg-simple":
        return new OfDriver(new PGSimpleDataSource(), options);
      case "pg-pooling":
        return new OfDriver(new PGPoolingDataSource(), options);
      case "hikari":
        return new Pooled(options);
      default:
        throw new IllegalArgumentException("--source " + options.text("source"));
    }
  }

  private static final class Unpooled implements ConnectionSource {

    private final Options options;

    Unpooled(Options options) {
      this.options = options;
    }

    @Override
    public Connection connection() throws SQLException {
      return DriverManager.getConnection(
          options.text("url"), options.text("user"), options.text("password"));
    }

    @Override
    public void close() {}
  }

  /** The driver's own data sources. */
  private static final class OfDriver implements ConnectionSource {

    private final DataSource dataSource;

    OfDriver(BaseDataSource properties, Options options) {
      properties.setUrl(options.text("url"));
      properties.setUser(options.text("user"));
      properties.setPassword(options.text("password"));
      dataSource = (DataSource) properties;
    }

    @Override
    public Connection connection() throws SQLException {
      return dataSource.getConnection();
    }

    @Override
    public void close() {}
  }

  private static final class Pooled implements ConnectionSource {

    private final HikariDataSource pool;

    Pooled(Options options) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(options.text("url"));
      config.setUsername(options.text("user"));
      config.setPassword(options.text("password"));
      config.setMaximumPoolSize(options.number("pool-size"));
      pool = new HikariDataSource(config);
    }

    @Override
    public Connection connection() throws SQLException {
      return pool.getConnection();
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
