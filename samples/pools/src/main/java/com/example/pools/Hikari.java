package com.example.pools;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

class Hikari extends DataSourceConnections<HikariDataSource> {

  Hikari(Options options) {
    this(options, url(options));
  }

  /** A pool of what another data source opens. */
  Hikari(Options options, DataSource inner) {
    this(options, over(inner));
  }

  private Hikari(Options options, HikariConfig config) {
    super(new HikariDataSource(sized(config, options)));
  }

  private static HikariConfig url(Options options) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(options.text("url"));
    config.setUsername(options.text("user"));
    config.setPassword(options.text("password"));
    return config;
  }

  private static HikariConfig over(DataSource inner) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(inner);
    return config;
  }

  private static HikariConfig sized(HikariConfig config, Options options) {
    config.setMaximumPoolSize(options.number("pool-size"));
    return config;
  }

  @Override
  public final void close() {
    dataSource.close();
  }
}
