// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.jmh;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.leasehold.benchmarks.subject.ApplicationMeters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A connection borrowed from HikariCP and given back, nothing asked of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PoolBenchmark {

  private HikariDataSource pool = new HikariDataSource();

  /** Builds a pool of the server that {@code benchmark.url} names. */
  @Setup(Level.Trial)
  public void open() {
    ApplicationMeters.count();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(System.getProperty("benchmark.url"));
    config.setUsername(System.getProperty("benchmark.user"));
    config.setPassword(System.getProperty("benchmark.password"));
    config.setMaximumPoolSize(4);
    pool = new HikariDataSource(config);
  }

  /** Borrows and gives back. */
  @Benchmark
  public Connection borrowAndReturn() throws SQLException {
    Connection connection = pool.getConnection();
    connection.close();
    return connection;
  }

  /** Borrows and asks whether the connection is valid, which a retired connection is not. */
  @Benchmark
  public boolean isValid() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(1);
    }
  }

  /** Closes the pool. */
  @TearDown(Level.Trial)
  public void close() {
    pool.close();
  }
}
