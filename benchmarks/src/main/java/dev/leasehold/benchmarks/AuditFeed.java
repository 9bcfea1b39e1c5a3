// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.audit.history.HistoryStream;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Section;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The share of a processor that {@code leasehold audit watch} takes while logs grow. */
final class AuditFeed implements Benchmark {

  private static final int LINES_A_SECOND = 2_000;
  private static final double GOAL_SHARE = 0.5;
  private static final int SECONDS = 180;
  private static final int WARM_UP_SECONDS = 30;
  private static final int STEPS_A_SECOND = 20;
  private static final int PORT = 19405;
  private static final int SAMPLE_PODS = 100;
  private static final long BOUND_NANOS = TimeUnit.MINUTES.toNanos(2);

  @Override
  public String name() {
    return "audit-watch";
  }

  @Override
  public String what() {
    return "leasehold audit watch, fed 2,000 lines of audit log a second: processor time, memory";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("benchmarks", "target"), "watch");
    int seconds = quick ? WARM_UP_SECONDS + 10 : WARM_UP_SECONDS + SECONDS;
    try {
      List<HistoryStream.Line> lines = lines(folder, seconds * LINES_A_SECOND);
      List<String> command = AuditProcess.command("watch", folder);
      command.add("--state=" + folder.resolve("state"));
      command.add("--findings=" + folder.resolve("found.json"));
      command.add("--metrics-listen=" + PORT);
      Process watch =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        measure(section, folder, lines, seconds, watch.pid());
      } finally {
        watch.destroyForcibly().waitFor();
      }
    } finally {
      Folders.remove(folder);
    }
  }

  /** Returns the lines of a history that has so many lines of audit log, or some more. */
  private static List<HistoryStream.Line> lines(Path folder, int auditLines) throws IOException {
    int pods = SAMPLE_PODS;
    List<HistoryStream.Line> lines = HistoryStream.write(folder, pods, 1);
    while (auditLines(lines) < auditLines) {
      pods = (int) (pods * (long) auditLines / auditLines(lines)) + SAMPLE_PODS;
      lines = HistoryStream.write(folder, pods, 1);
    }
    Files.setLastModifiedTime(folder.resolve("pods.json"), FileTime.fromMillis(0));
    return lines;
  }

  private static long auditLines(List<HistoryStream.Line> lines) {
    return lines.stream().filter(line -> line.log().equals(AuditProcess.AUDIT_LOG)).count();
  }

  private static void measure(
      Section section, Path folder, List<HistoryStream.Line> lines, int seconds, long pid)
      throws IOException {
    try (Feed feed = new Feed(folder, lines)) {
      feed.write(WARM_UP_SECONDS);
      double before = Footprint.processorSeconds(pid);
      long from = System.nanoTime();
      feed.write(seconds - WARM_UP_SECONDS);
      double took = Footprint.processorSeconds(pid) - before;
      double share = took / ((System.nanoTime() - from) / 1e9);
      double behind = awaitRead((long) seconds * LINES_A_SECOND);
      String what =
          String.format("`audit watch`, fed 2,000 lines of audit log a second for %d s", seconds);
      String text = String.format("%.2f of a processor", share);
      section.add(Figure.under(GOAL_SHARE, share, "of a processor", what, text));
      String late = String.format("%.1f s", behind);
      section.add(Figure.of("the last of them read after", "", late, ""));
      String most = String.format("%.0f MiB", Footprint.mostResidentMib(pid));
      section.add(Figure.of("the most resident memory of it", "", most, ""));
    }
  }

  /** Returns the seconds until so many lines are read. */
  private static double awaitRead(long lines) throws IOException {
    long from = System.nanoTime();
    while (read() < lines) {
      if (System.nanoTime() - from > BOUND_NANOS) {
        throw new IllegalStateException(read() + " of " + lines + " lines were read");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    return (System.nanoTime() - from) / 1e9;
  }

  /** Writes the logs at their pace. */
  private static final class Feed implements AutoCloseable {
    private final List<HistoryStream.Line> lines;
    private final Map<String, BufferedWriter> logs = new HashMap<>();
    private int next;

    Feed(Path folder, List<HistoryStream.Line> lines) throws IOException {
      this.lines = lines;
      for (String log : List.of(AuditProcess.AUDIT_LOG, "vault.log", "postgresql.json")) {
        logs.put(log, Files.newBufferedWriter(folder.resolve(log)));
      }
    }

    void write(int seconds) throws IOException {
      long began = System.nanoTime();
      for (int step = 1; step <= seconds * STEPS_A_SECOND; step++) {
        step();
        long due = began + step * TimeUnit.SECONDS.toNanos(1) / STEPS_A_SECOND;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }

    /** Writes lines until a step's share of audit log is written. */
    private void step() throws IOException {
      int left = LINES_A_SECOND / STEPS_A_SECOND;
      while (left > 0) {
        HistoryStream.Line line = lines.get(next);
        next++;
        Objects.requireNonNull(logs.get(line.log())).append(line.text()).append('\n');
        left -= line.log().equals(AuditProcess.AUDIT_LOG) ? 1 : 0;
      }
      for (BufferedWriter log : logs.values()) {
        log.flush();
      }
    }

    @Override
    public void close() throws IOException {
      for (BufferedWriter log : logs.values()) {
        log.close();
      }
    }
  }

  /** Returns how many lines of the audit log the service has read. */
  private static long read() throws IOException {
    URI page = URI.create("http://127.0.0.1:" + PORT + "/metrics");
    try (InputStream in = page.toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(
              line ->
                  line.startsWith(
                      "leasehold_audit_lines_total{source=\"vault_audit\",result=\"read\"}"))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
  }
}
