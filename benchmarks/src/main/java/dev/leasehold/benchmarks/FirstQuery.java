package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Built;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
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

/** The Spring Boot sample from its start to the first answer that took a query. */
final class FirstQuery implements Benchmark {

  private static final double GOAL = 1.10;
  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final int OK = 200;

  @Override
  public String name() {
    return "first-query";
  }

  @Override
  public String what() {
    return "spring-boot-orders to its first served query: static credentials, ours";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Samples without = new Samples();
    Samples noOp = new Samples();
    Samples with = new Samples();
    try (Bed bed = Bed.start()) {
      String schema = Files.readString(Path.of("samples/spring-boot-orders/schema.sql"));
      bed.servers().postgres().executeAsOwner(schema);
      int rounds = quick ? 1 : 5;
      for (int i = 0; i < rounds; i++) {
        without.add(millis(Jvm.plain(), bed));
        noOp.add(millis(Jvm.withNoOpAgent(), bed));
        with.add(millis(Jvm.withLeasehold(bed), bed));
        Progress.say("round %d of %d", i + 1, rounds);
      }
    }
    Figure.Sides sides =
        new Figure.Sides(
            "static credentials: " + without.text(0, "ms"), "from Vault: " + with.text(0, "ms"));
    double ratio = with.median() / without.median();
    section.add(
        Figure.ratioAtMost(GOAL, ratio, sides, "`spring-boot-orders` to its first served query"));
    section.add(
        Figure.of(
            "the same against an agent that does nothing",
            noOp.text(0, "ms"),
            with.text(0, "ms"),
            String.format("%.3f times", with.median() / noOp.median())));
  }

  private static double millis(Jvm jvm, Bed bed) throws IOException {
    int port = freePort();
    List<String> command =
        List.of(
            "-jar",
            Built.ORDERS.toString(),
            "--server.port=" + port,
            "--spring.datasource.url=" + bed.url());
    try (Subject application = jvm.start(command)) {
      awaitOrders(URI.create("http://127.0.0.1:" + port + "/orders"), application);
      return (System.nanoTime() - application.started()) / 1e6;
    }
  }

  private static void awaitOrders(URI orders, Subject application) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!answers(orders)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no answer from the application: " + application.log());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private static boolean answers(URI orders) {
    try {
      HttpURLConnection get = (HttpURLConnection) orders.toURL().openConnection();
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
