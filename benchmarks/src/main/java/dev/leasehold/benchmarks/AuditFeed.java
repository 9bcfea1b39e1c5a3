// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.audit.history.HistoryStream;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What share of a processor {@code leasehold audit watch} takes while logs grow. */
final class AuditFeed implements Benchmark {

  private static final int LINES_A_SECOND = 2_000;
  private static final double GOAL_SHARE = 0.5;
  private static final int SECONDS = 240;
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
    long sample = auditLines(HistoryStream.write(folder, SAMPLE_PODS, 1));
    int pods = (int) (SAMPLE_PODS * auditLines / sample) + SAMPLE_PODS;
    List<HistoryStream.Line> lines = HistoryStream.write(folder, pods, 1);
    Files.setLastModifiedTime(folder.resolve("pods.json"), FileTime.fromMillis(0));
    return lines;
  }

  private static long auditLines(List<HistoryStream.Line> lines) {
    return lines.stream().filter(line -> line.log().equals(AuditProcess.AUDIT_LOG)).count();
  }

  private static void measure(
      Section section, Path folder, List<HistoryStream.Line> lines, int seconds, long pid)
      throws Exception {
    Map<String, BufferedWriter> logs = new HashMap<>();
    for (String log : List.of(AuditProcess.AUDIT_LOG, "vault.log", "postgresql.json")) {
      logs.put(log, Files.newBufferedWriter(folder.resolve(log), StandardCharsets.UTF_8));
    }
    long began = System.nanoTime();
    double before = 0;
    long measuredFrom = began;
    int next = 0;
    for (int step = 0; step < seconds * STEPS_A_SECOND; step++) {
      if (step == WARM_UP_SECONDS * STEPS_A_SECOND) {
        before = Footprint.processorSeconds(pid);
        measuredFrom = System.nanoTime();
      }
      next = write(lines, next, logs);
      long due = began + (step + 1) * TimeUnit.SECONDS.toNanos(1) / STEPS_A_SECOND;
      LockSupport.parkNanos(due - System.nanoTime());
      if (step % (STEPS_A_SECOND * WARM_UP_SECONDS) == 0) {
        Progress.say("%d s of %d", step / STEPS_A_SECOND, seconds);
      }
    }
    double share =
        (Footprint.processorSeconds(pid) - before) / ((System.nanoTime() - measuredFrom) / 1e9);
    long ended = System.nanoTime();
    long written = (long) seconds * LINES_A_SECOND;
    while (read() < written) {
      if (System.nanoTime() - ended > BOUND_NANOS) {
        throw new IllegalStateException(read() + " of " + written + " lines were read");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    double behind = (System.nanoTime() - ended) / 1e9;
    for (BufferedWriter log : logs.values()) {
      log.close();
    }
    String what =
        String.format("`audit watch`, fed 2,000 lines of audit log a second for %d s", seconds);
    section.add(
        Figure.under(
            GOAL_SHARE,
            share,
            "of a processor",
            what,
            String.format("%.2f of a processor", share)));
    section.add(Figure.of("the last of them read after", "", String.format("%.1f s", behind), ""));
    section.add(
        Figure.of(
            "the most resident memory of it",
            "",
            String.format("%.0f MiB", Footprint.mostResidentMib(pid)),
            ""));
  }

  /** Writes lines until a step's share of audit log is written. Returns where the next begin. */
  private static int write(
      List<HistoryStream.Line> lines, int from, Map<String, BufferedWriter> logs)
      throws IOException {
    int left = LINES_A_SECOND / STEPS_A_SECOND;
    int next = from;
    while (left > 0) {
      HistoryStream.Line line = lines.get(next++);
      logs.get(line.log()).append(line.text()).append('\n');
      left -= line.log().equals(AuditProcess.AUDIT_LOG) ? 1 : 0;
    }
    for (BufferedWriter log : logs.values()) {
      log.flush();
    }
    return next;
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
