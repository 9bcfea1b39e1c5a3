package com.example.pools;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

final class Hikari extends DataSourceConnections<HikariDataSource> {

  Hikari(Options options) {
    super(new HikariDataSource(config(options)));
  }

  private static HikariConfig config(Options options) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(options.text("url"));
    config.setUsername(options.text("user"));
    config.setPassword(options.text("password"));
    config.setMaximumPoolSize(options.number("pool-size"));
    return config;
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
