// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.jmh;

import dev.leasehold.benchmarks.subject.ApplicationMeters;
import dev.leasehold.benchmarks.subject.PostgresDriver;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A driver's {@code connect} that does nothing, so that the woven code is all there is. It has
 * pgjdbc's parser, which the agent asks where the driver would connect to.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConnectBenchmark {

  private static final String URL = "jdbc:postgresql://127.0.0.1:5432/app?ApplicationName=orders";

  private final Driver driver = PostgresDriver.load();
  private final Properties info = info();

  /** Has Micrometer as an application has it. */
  @Setup(Level.Trial)
  public void meter() {
    ApplicationMeters.count();
  }

  /** Connects to nothing. */
  @Benchmark
  public @Nullable Connection connect() throws SQLException {
    return driver.connect(URL, info);
  }

  private static Properties info() {
    Properties info = new Properties();
    info.setProperty("user", "orders_app");
    info.setProperty("password", "static-password");
    return info;
  }
}
