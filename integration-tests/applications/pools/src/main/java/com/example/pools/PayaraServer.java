// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.naming.InitialContext;
import javax.sql.DataSource;

/**
 * Payara Micro in this JVM. The test puts the server on the class path; it is too large to compile
 * against.
 */
final class PayaraServer {

  private final Object running;
  private final Method run;

  /** Starts it. */
  PayaraServer() throws ReflectiveOperationException {
    Class<?> type = Class.forName("fish.payara.micro.PayaraMicro");
    Object server = type.getMethod("getInstance").invoke(null);
    type.getMethod("setNoCluster", boolean.class).invoke(server, true);
    type.getMethod("setHttpAutoBind", boolean.class).invoke(server, true);
    this.running = type.getMethod("bootStrap").invoke(server);
    this.run = running.getClass().getMethod("run", String.class, String[].class);
  }

  /**
   * Makes a pool, as its administrator would: it validates nothing.
   *
   * @param type the driver's class for it
   * @param properties of the driver's
   */
  DataSource pool(String name, String type, int size, Map<String, String> properties)
      throws Exception {
    List<String> pool = new ArrayList<>();
    pool.addAll(Arrays.asList("--datasourceclassname", type, "--restype", "javax.sql.DataSource"));
    pool.addAll(Arrays.asList("--steadypoolsize", "2", "--maxpoolsize", Integer.toString(size)));
    pool.addAll(Arrays.asList("--property", joined(properties), name));
    run("create-jdbc-connection-pool", pool.toArray(new String[0]));
    run("create-jdbc-resource", "--connectionpoolid", name, "jdbc/" + name);
    return (DataSource) new InitialContext().lookup("jdbc/" + name);
  }

  private static String joined(Map<String, String> properties) {
    return properties.entrySet().stream()
        .map(each -> each.getKey() + "=" + escaped(each.getValue()))
        .collect(Collectors.joining(":"));
  }

  private static String escaped(String value) {
    return value.replace(":", "\\:").replace("=", "\\=");
  }

  /** A command runs on each server of the cluster, which has one server. */
  private void run(String command, String... arguments) throws Exception {
    Map<?, ?> results = (Map<?, ?>) run.invoke(running, command, arguments);
    for (Object result : results.values()) {
      ((Future<?>) result).get();
    }
  }

  void stop() throws ReflectiveOperationException {
    running.getClass().getMethod("shutdown").invoke(running);
  }
}
