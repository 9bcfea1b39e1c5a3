// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.prometheus;

import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.process.Launch;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.process.ServerProcess;
import dev.leasehold.testbed.sql.Login;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code postgres_exporter} on 127.0.0.1, which asks a {@link PostgresServer} at each scrape. */
public final class PostgresExporter implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(10);

  private final int port = Ports.free();
  private final Path directory = ServerDirectory.create("postgres-exporter");
  private final ServerProcess process;

  private PostgresExporter(PostgresServer postgres) {
    Login login = postgres.superuser();
    Path password = directory.resolve("password");
    Secrets.write(password, login.password());
    String where = "127.0.0.1:" + postgres.port() + "/" + PostgresServer.DATABASE;
    List<String> command =
        List.of(
            "env",
            "DATA_SOURCE_URI=" + where + "?sslmode=disable",
            "DATA_SOURCE_USER=" + login.user(),
            "DATA_SOURCE_PASS_FILE=" + password,
            PrometheusTools.POSTGRES_EXPORTER.path().toString(),
            "--web.listen-address=127.0.0.1:" + port);
    this.process = ServerProcess.start(new Launch("exporter", command, directory, "KILL"));
  }

  /** Starts an exporter, and returns at once: Prometheus tries again until it answers. */
  public static PostgresExporter of(PostgresServer postgres) {
    return new PostgresExporter(postgres);
  }

  /** Where it answers at {@code /metrics}. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.stop("KILL", STOP);
    ServerDirectory.remove(directory);
  }
}
