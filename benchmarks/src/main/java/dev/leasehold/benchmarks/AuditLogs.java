// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.audit.history.HistoryFiles;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The time and memory that {@code leasehold audit findings} takes for a log of a size. */
final class AuditLogs implements Benchmark {

  private static final long GB = 1_000_000_000;
  private static final double GOAL_SECONDS = 30;
  private static final double GOAL_MIB = 1024;
  private static final int SAMPLE_PODS = 400;
  private static final int PLANTED = 10;
  private static final int MOST_DEVICES = 3;
  private static final int ROUNDS = 5;
  private static final int POLL_MILLIS = 20;

  private final int gigabytes;

  /**
   * Makes a measurement.
   *
   * @param gigabytes of Vault's audit log; with it come the logs of the other systems
   */
  AuditLogs(int gigabytes) {
    this.gigabytes = gigabytes;
  }

  @Override
  public String name() {
    return gigabytes == 1 ? "audit" : "audit-" + gigabytes + "gb";
  }

  @Override
  public String what() {
    return "leasehold audit findings on "
        + gigabytes
        + " GB of audit log: time, memory"
        + (gigabytes == 1 ? "; the same of two and three devices" : "");
  }

  @Override
  public boolean isLong() {
    return gigabytes > 1;
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("benchmarks", "target"), "audit");
    try {
      for (int devices = 1; devices <= (gigabytes == 1 ? MOST_DEVICES : 1); devices++) {
        write(folder, quick ? GB / 100 : gigabytes * GB, devices);
        measure(section, folder, devices, quick || gigabytes > 1 ? 1 : ROUNDS);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private void measure(Section section, Path folder, int devices, int rounds) throws Exception {
    Samples seconds = new Samples();
    Samples resident = new Samples();
    Samples processor = new Samples();
    for (int i = 0; i < rounds; i++) {
      join(folder, seconds, processor, resident);
      Progress.say("devices %d, round %d of %d: %.1f s", devices, i + 1, rounds, seconds.median());
    }
    String what =
        devices == 1
            ? String.format("`audit findings` on %d GB of audit log", gigabytes)
            : String.format("the same on as much of %d audit devices", devices);
    section.add(
        Figure.under(GOAL_SECONDS * gigabytes, seconds.median(), "s", what, seconds.text(1, "s")));
    section.add(Figure.of("processor time of it", "", processor.text(1, "s"), ""));
    section.add(
        Figure.under(
            GOAL_MIB,
            resident.median(),
            "MiB",
            "the most resident memory of it",
            resident.text(0, "MiB")));
  }

  /** Writes a history whose audit log is of that size, by the sizes of two small logs. */
  private static void write(Path folder, long size, int devices) throws IOException {
    long small = size(folder, SAMPLE_PODS, devices);
    long more = size(folder, 2 * SAMPLE_PODS, devices) - small;
    int pods = SAMPLE_PODS + (int) ((size - small) * SAMPLE_PODS / more);
    HistoryFiles.write(folder, pods, PLANTED, devices);
    Path log = folder.resolve(AuditProcess.AUDIT_LOG);
    Progress.say("%d MB of audit log", Files.size(log) / 1_000_000);
  }

  private static long size(Path folder, int pods, int devices) throws IOException {
    HistoryFiles.write(folder, pods, PLANTED, devices);
    return Files.size(folder.resolve(AuditProcess.AUDIT_LOG));
  }

  private static void join(Path folder, Samples seconds, Samples processor, Samples resident)
      throws Exception {
    List<String> command = AuditProcess.command("findings", folder);
    command.add("--output=json");
    command.add("--temporary-folder=" + folder);
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(folder.resolve("answer.json").toFile())
            .start();
    double most = 0;
    double used = 0;
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      try {
        most = Math.max(most, Footprint.mostResidentMib(process.pid()));
        used = Math.max(used, Footprint.processorSeconds(process.pid()));
      } catch (IOException | RuntimeException e) {
        // It has just ended.
      }
    }
    seconds.add((System.nanoTime() - began) / 1e9);
    resident.add(most);
    processor.add(used);
    if (process.exitValue() != 1) { // Findings.
      throw new IllegalStateException("leasehold-audit ended with " + process.exitValue());
    }
  }
}
