// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Makes one of Payara's pools after the other. In each but the first, the first connection ends
 * before another call of its set-up. Prints {@code step STEP|CALL|SERVED|ASKED|FAILED} for each.
 * {@code CALL} is the call that found the connection ended, and {@code SERVED} the number of
 * connections that the pool lent at once then. {@code ASKED} are the pool's calls of its latest
 * connection, and {@code FAILED} its failures meanwhile.
 */
public final class FirstSetUps {

  private static final int SIZE = 3;
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final PayaraServer server = new PayaraServer();
  private final Options options;

  private FirstSetUps(Options options) throws ReflectiveOperationException {
    this.options = options;
  }

  /**
   * Takes {@code --url}, {@code --user}, {@code --password}, and {@code --others}: how the names of
   * threads begin whose calls are not the pool's.
   */
  public static void main(String[] args) throws Exception {
    FirstSetUps trials = new FirstSetUps(new Options(args));
    int steps = trials.run(-1);
    for (int step = 0; step < steps; step++) {
      trials.run(step);
    }
    Workload.say("done");
    trials.server.stop();
    System.exit(0); // Some of its threads are no daemons.
  }

  /** Returns how many calls of its first connection a pool has made until it lent a connection. */
  private int run(int step) throws Exception {
    String name = "steps" + (step + 1);
    Map<String, String> properties = new LinkedHashMap<>();
    for (String property : new String[] {"url", "user", "password", "others"}) {
      properties.put(property, options.text(property));
    }
    properties.put("pool", name);
    properties.put("step", Integer.toString(step));
    DataSource pool = server.pool(name, StepDataSource.class.getName(), SIZE, properties);
    Set<String> failures = new TreeSet<>();
    List<Connection> lent = new ArrayList<>();
    int steps = -1;
    long bound = System.nanoTime() + BOUND_NANOS;
    while (lent.size() < SIZE && System.nanoTime() < bound) {
      try {
        Connection connection = pool.getConnection();
        steps = steps < 0 ? StepDataSource.calls(name).get(0).size() : steps;
        keepIfAlive(connection, lent);
      } catch (SQLException failed) {
        failures.add(String.valueOf(failed.getMessage()).replaceAll("[|\\s]+", " "));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
    List<List<String>> calls = StepDataSource.calls(name);
    List<String> first = calls.get(0);
    Set<String> asked = new TreeSet<>(calls.get(calls.size() - 1));
    asked.removeAll(Arrays.asList("isClosed", "isWrapperFor", "unwrap")); // Now and then only.
    Workload.say(
        String.join(
            "|",
            "step " + step,
            step < 0 || step >= first.size() ? "none" : first.get(step),
            Integer.toString(lent.size()),
            String.join(",", asked),
            String.join("; ", failures)));
    for (Connection connection : lent) {
      connection.close();
    }
    return steps;
  }

  /** Closes the connection where it is not. */
  private static void keepIfAlive(Connection connection, List<Connection> lent)
      throws SQLException {
    boolean alive = false;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT session_user")) {
      alive = row.next();
      lent.add(connection);
    } finally {
      if (!alive) {
        connection.close();
      }
    }
  }
}
