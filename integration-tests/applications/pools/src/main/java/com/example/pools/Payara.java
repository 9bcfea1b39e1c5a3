// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Future;
import javax.naming.InitialContext;
import javax.sql.DataSource;

/**
 * The pool that Payara shares with GlassFish, as its administrator would make one: it validates
 * nothing. The server is on the class path of whoever runs this, and too large to compile against.
 */
final class Payara implements ConnectionSource {

  private static final String JNDI_NAME = "jdbc/orders";

  private final Object running;
  private final DataSource dataSource;

  Payara(Options options) throws Exception {
    Class<?> type = Class.forName("fish.payara.micro.PayaraMicro");
    Object server = type.getMethod("getInstance").invoke(null);
    type.getMethod("setNoCluster", boolean.class).invoke(server, true);
    type.getMethod("setHttpAutoBind", boolean.class).invoke(server, true);
    this.running = type.getMethod("bootStrap").invoke(server);
    Method run = running.getClass().getMethod("run", String.class, String[].class);
    await(run.invoke(running, "create-jdbc-connection-pool", pool(options)));
    String[] resource = {"--connectionpoolid", "orders", JNDI_NAME};
    await(run.invoke(running, "create-jdbc-resource", resource));
    this.dataSource = (DataSource) new InitialContext().lookup(JNDI_NAME);
  }

  /** A command runs on each server of the cluster; there is one. */
  private static void await(Object results) throws Exception {
    for (Object result : ((Map<?, ?>) results).values()) {
      ((Future<?>) result).get();
    }
  }

  private static String[] pool(Options options) {
    return new String[] {
      "--datasourceclassname",
      "org.postgresql.ds.PGSimpleDataSource",
      "--restype",
      "javax.sql.DataSource",
      "--steadypoolsize",
      "2",
      "--maxpoolsize",
      options.text("pool-size"),
      "--property",
      "url="
          + options.text("url").replace(":", "\\:").replace("=", "\\=")
          + ":user="
          + options.text("user")
          + ":password="
          + options.text("password"),
      "orders"
    };
  }

  @Override
  public Connection connection() throws SQLException {
    return dataSource.getConnection();
  }

  @Override
  public void close() throws Exception {
    running.getClass().getMethod("shutdown").invoke(running);
  }
}
