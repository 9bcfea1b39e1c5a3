// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The Spring Boot sample with HikariCP and JPA, in a JVM of its own. */
public final class Orders implements AutoCloseable {

  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final int OK = 200;

  private final Subject application;
  private final URI list;

  private Orders(Subject application, URI list) {
    this.application = application;
    this.list = list;
  }

  /** Makes the sample's tables, once for all its processes. */
  public static void prepare(Bed bed) throws IOException {
    String schema = Files.readString(Path.of("samples/spring-boot-orders/schema.sql"));
    bed.servers().postgres().executeAsOwner(schema);
  }

  /** Starts it, on a port that nobody uses. */
  public static Orders start(Jvm jvm, Bed bed) throws IOException {
    int port = freePort();
    Subject application =
        jvm.start(
            List.of(
                "-jar",
                Built.ORDERS.toString(),
                "--server.port=" + port,
                "--spring.datasource.url=" + bed.url()));
    return new Orders(application, URI.create("http://127.0.0.1:" + port + "/orders"));
  }

  /** Returns the milliseconds from its start to its first answer that took a query. */
  public double awaitFirstAnswer() {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!answers()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no answer from the application: " + application.log());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
    return (System.nanoTime() - application.started()) / 1e6;
  }

  /** Returns the process. */
  public Subject application() {
    return application;
  }

  @Override
  public void close() {
    application.close();
  }

  private boolean answers() {
    try {
      HttpURLConnection get = (HttpURLConnection) list.toURL().openConnection();
      get.setConnectTimeout(1000);
      return get.getResponseCode() == OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
