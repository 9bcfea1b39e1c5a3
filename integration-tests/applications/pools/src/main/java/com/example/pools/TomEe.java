// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.util.Properties;
import javax.sql.DataSource;
import org.apache.tomee.jdbc.TomEEDataSourceCreator;

/** The pool that TomEE makes of a resource that names no other: it validates nothing. */
final class TomEe extends DataSourceConnections<DataSource> {

  private final TomEEDataSourceCreator creator;

  TomEe(Options options) {
    this(options, new TomEEDataSourceCreator());
  }

  private TomEe(Options options, TomEEDataSourceCreator creator) {
    super((DataSource) creator.pool("orders", "org.postgresql.Driver", resource(options)));
    this.creator = creator;
  }

  /** With the defaults that TomEE's own description of such a resource has. */
  private static Properties resource(Options options) {
    Properties resource = new Properties();
    resource.setProperty("JdbcUrl", options.text("url"));
    resource.setProperty("UserName", options.text("user"));
    resource.setProperty("Password", options.text("password"));
    resource.setProperty("MaxActive", Integer.toString(options.number("pool-size")));
    resource.setProperty("MaxIdle", Integer.toString(options.number("pool-size")));
    resource.setProperty("InitialSize", "0");
    resource.setProperty("MinIdle", "0");
    return resource;
  }

  @Override
  public void close() throws Exception {
    try {
      creator.destroy(dataSource);
    } catch (Throwable failed) {
      throw new Exception(failed);
    }
  }
}
