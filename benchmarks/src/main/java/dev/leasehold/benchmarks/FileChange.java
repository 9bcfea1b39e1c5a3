// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.SidecarImage;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Hangups;
import dev.leasehold.benchmarks.subject.Roles;
import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The time from a change of the credential's file to its users. */
final class FileChange implements Benchmark {

  private static final double GOAL_CONNECTION_MILLIS = 50;
  private static final double GOAL_POLLED_MILLIS = 1_100;
  private static final double GOAL_SIGNAL_MILLIS = 10;
  private static final long PAUSE_MILLIS = 500;

  /** The default of {@code leasehold.source.poll}. */
  private static final long POLL_MILLIS = 1_000;

  private static final String LOGIN = "LOGIN PASSWORD 'benchmark' IN ROLE app_rw";

  @Override
  public String name() {
    return "file";
  }

  @Override
  public String what() {
    return "a change of the file: to the agent's first connection, to the sidecar's signal";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    int changes = quick ? 2 : 21;
    Path volume = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-benchmark-");
    Path work = Files.createTempDirectory("leasehold-benchmark-");
    try (Bed bed = Bed.start()) {
      connections(section, bed, volume, changes);
      Samples signals = signals(bed, work, volume, changes);
      section.add(
          Figure.under(
              GOAL_SIGNAL_MILLIS,
              signals.median(),
              "ms",
              "sidecar: new file in place to the signal's arrival",
              signals.text(1, "ms")));
    } finally {
      ServerDirectory.remove(volume);
      ServerDirectory.remove(work);
    }
  }

  /**
   * Where a link leads to another directory the system tells nothing of a change there, as where
   * there is no inotify. The timer is left then, so the longest time counts.
   */
  private static void connections(Section section, Bed bed, Path volume, int changes)
      throws IOException, InterruptedException {
    for (int i = 0; i <= changes; i++) {
      bed.servers().postgres().query("CREATE ROLE file_" + i + " " + LOGIN);
    }
    String what = "file source: rename over the file to the first answer with the new credential";
    Path file = volume.resolve("source");
    Samples told = connections(bed, file, file, changes);
    section.add(
        Figure.under(GOAL_CONNECTION_MILLIS, told.median(), "ms", what, told.text(1, "ms")));
    Path elsewhere = Files.createDirectory(volume.resolve("elsewhere")).resolve("source");
    Path link = volume.resolve("link");
    Files.createSymbolicLink(link, volume.relativize(elsewhere));
    Samples polled = connections(bed, elsewhere, link, changes);
    double longest = polled.quantile(1);
    section.add(
        Figure.under(
            GOAL_POLLED_MILLIS,
            longest,
            "ms",
            "the same without inotify",
            "%s; at most %.1f ms".formatted(polled.text(1, "ms"), longest)));
  }

  /** The changes come at all times between two looks of the timer. */
  private static Samples connections(Bed bed, Path file, Path named, int changes)
      throws IOException, InterruptedException {
    write(file, 0);
    Jvm jvm = Jvm.withLeasehold(bed).set("LEASEHOLD_CREDS", "file:" + named);
    String[] arguments = {"driver", bed.url(), Bed.USER, Bed.PASSWORD};
    Samples millis = new Samples();
    try (Subject subject = jvm.start(List.of("postgresql"), Roles.class, arguments)) {
      subject.next();
      for (int i = 1; i <= changes; i++) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS + i * POLL_MILLIS / changes);
        Instant changed = write(file, i);
        String[] seen = subject.next().split(" ", -1);
        if (!seen[1].equals("file_" + i)) {
          throw new IllegalStateException("role " + seen[1] + " in place of file_" + i);
        }
        millis.add(Duration.between(changed, Instant.parse(seen[0])).toNanos() / 1e6);
      }
    }
    return millis;
  }

  /** Replaces the file by renaming another file over it, and returns when. */
  private static Instant write(Path file, int number) throws IOException {
    Path next = file.resolveSibling(".next");
    Files.writeString(next, "username=file_" + number + "\npassword=benchmark\n");
    Instant now = Instant.now();
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    return now;
  }

  private static Samples signals(Bed bed, Path work, Path volume, int changes)
      throws IOException, InterruptedException {
    Samples millis = new Samples();
    try (Subject subject = Jvm.plain().start(List.of(), Hangups.class)) {
      subject.next();
      Path pid = Files.writeString(volume.resolve("pid"), Long.toString(subject.pid()));
      Path file = volume.resolve("default.properties");
      Map<String, String> signal =
          Map.of("LEASEHOLD_SIGNAL", "HUP", "LEASEHOLD_SIGNAL_PID_FILE", pid.toString());
      SidecarImage image = SidecarImage.of(bed, work, volume, signal);
      Process sidecar = SidecarImage.start(image.command("run"));
      try {
        subject.next(); // For the first file.
        for (int i = 0; i < changes; i++) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
          Command.run(work, List.of("kill", "-HUP", Long.toString(sidecar.pid())));
          Instant arrived = Instant.parse(subject.next());
          FileTime placed = (FileTime) Files.getAttribute(file, "unix:ctime");
          millis.add(Duration.between(placed.toInstant(), arrived).toNanos() / 1e6);
        }
      } finally {
        sidecar.destroy();
        sidecar.waitFor();
      }
    }
    return millis;
  }
}
