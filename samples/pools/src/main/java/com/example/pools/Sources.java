package com.example.pools;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

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
