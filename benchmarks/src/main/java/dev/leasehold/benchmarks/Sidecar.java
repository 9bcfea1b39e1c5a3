// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Built;
import dev.leasehold.benchmarks.bed.SidecarImage;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.vault.VaultAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The sidecar's program with the root of its image, beside Vault's own agent. */
final class Sidecar implements Benchmark {

  private static final String TEMPLATE =
      "{{ with secret \"%s\" }}username={{ .Data.username }}%npassword={{ .Data.password }}{{ end }}"
          .formatted(TestBed.CREDS_PATH);

  private static final double GOAL_MILLIS = 500;
  private static final double GOAL_START = 3;
  private static final double GOAL_RESIDENT = 0.5;
  private static final double GOAL_PROCESSOR = 1;
  private static final double GOAL_MEGABYTES = 60;

  /** Longer than the image lets its JVM wait before it gives memory back. */
  private static final int SETTLE_SECONDS = 12;

  private static final int RESTARTS = 50;
  private static final Duration BOUND = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "sidecar";
  }

  @Override
  public String what() {
    return "the sidecar's image beside Vault's own agent: first credential, memory, processor, restarts";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Path work = Files.createTempDirectory("leasehold-benchmark-");
    Path volume = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-benchmark-");
    try (Bed bed = Bed.start()) {
      Sides sides = Sides.of(bed, work, volume);
      firstCredential(section, sides, quick);
      resident(section, sides, quick ? 1 : 3);
      processorTime(section, sides, quick ? 5 : 120);
      size(section);
      restarts(section, sides, bed, quick ? 3 : RESTARTS);
    } finally {
      ServerDirectory.remove(volume);
      ServerDirectory.remove(work);
    }
  }

  /** How both are run, and where they write. */
  private record Sides(SidecarImage image, List<String> vaultAgent, Path volume) {

    static Sides of(Bed bed, Path work, Path volume) throws IOException {
      TestBed servers = bed.servers();
      Path token = servers.tokenFile();
      List<String> vaultAgent =
          VaultAgent.command(
              servers.vault(), TestBed.ROLE, token, TEMPLATE, volume.resolve("agent"), work);
      return new Sides(SidecarImage.of(bed, work, volume, Map.of()), vaultAgent, volume);
    }

    List<String> sidecar(String mode) {
      return image.command(mode);
    }

    List<String> vaultAgent(String... more) {
      List<String> words = new ArrayList<>(vaultAgent);
      words.addAll(List.of(more));
      return words;
    }
  }

  private static void firstCredential(Section section, Sides sides, boolean quick)
      throws IOException, InterruptedException {
    Hyperfine hyperfine = new Hyperfine();
    hyperfine.beforeEach(List.of("find", sides.volume().toString(), "-mindepth", "1", "-delete"));
    hyperfine.side("vault agent", sides.vaultAgent("-exit-after-auth"));
    hyperfine.side("sidecar", sides.sidecar("init"));
    Map<String, Samples> times = hyperfine.run(quick ? 1 : 8, quick ? 2 : 3);
    Samples agent = Objects.requireNonNull(times.get("vault agent"));
    Samples ours = Objects.requireNonNull(times.get("sidecar"));
    Figure.Sides both = new Figure.Sides("vault agent: " + agent.text(0, "ms"), ours.text(0, "ms"));
    String what =
        "sidecar's `init`: start of the program to its end with the credential in the file";
    section.add(Figure.ratioAtMost(GOAL_START, ours.median() / agent.median(), both, what));
    section.add(Figure.under(GOAL_MILLIS, ours.median(), "ms", "the same", ours.text(0, "ms")));
  }

  private static void resident(Section section, Sides sides, int rounds)
      throws IOException, InterruptedException {
    SideMemory agent = new SideMemory();
    SideMemory ours = new SideMemory();
    for (int i = 0; i < rounds; i++) {
      measure(sides, sides.vaultAgent(), agent);
      measure(sides, sides.sidecar("run"), ours);
      Progress.say("memory, round %d of %d", i + 1, rounds);
    }
    double ratio = ours.resident.median() / agent.resident.median();
    String what = "resident memory of the sidecar at rest";
    section.add(
        Figure.ratioAtMost(GOAL_RESIDENT, ratio, both(agent.resident, ours.resident), what));
    Figure.Sides own = both(agent.anonymous, ours.anonymous);
    section.add(
        Figure.of(
            "of it memory of no file, which no other pod of the node can share",
            own.without(),
            own.with(),
            "%.3f times".formatted(ours.anonymous.median() / agent.anonymous.median())));
  }

  private static Figure.Sides both(Samples agent, Samples ours) {
    return new Figure.Sides("vault agent: " + agent.text(1, "MiB"), ours.text(1, "MiB"));
  }

  private static void measure(Sides sides, List<String> command, SideMemory memory)
      throws IOException, InterruptedException {
    empty(sides.volume());
    Process process = SidecarImage.start(command);
    try {
      awaitFile(sides.volume());
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      memory.resident.add(Footprint.residentMib(process.pid()));
      memory.anonymous.add(Footprint.anonymousMib(process.pid()));
    } finally {
      end(process, false);
    }
  }

  /** What the runs of a side took, in MiB. */
  private static final class SideMemory {
    private final Samples resident = new Samples();
    private final Samples anonymous = new Samples();
  }

  /** After the first seconds, in which both still warm up. */
  private static void processorTime(Section section, Sides sides, int seconds)
      throws IOException, InterruptedException {
    double agent = secondsInAnHour(sides, sides.vaultAgent(), seconds);
    double ours = secondsInAnHour(sides, sides.sidecar("run"), seconds);
    Figure.Sides both =
        new Figure.Sides("vault agent: %.1f s".formatted(agent), "%.1f s".formatted(ours));
    String what = "processor time of the sidecar at rest, scaled to an hour";
    section.add(Figure.ratioAtMost(GOAL_PROCESSOR, ours / agent, both, what));
  }

  private static double secondsInAnHour(Sides sides, List<String> command, int seconds)
      throws IOException, InterruptedException {
    empty(sides.volume());
    Process process = SidecarImage.start(command);
    try {
      awaitFile(sides.volume());
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      double before = Footprint.processorSeconds(process.pid());
      TimeUnit.SECONDS.sleep(seconds);
      return (Footprint.processorSeconds(process.pid()) - before) * 3600 / seconds;
    } finally {
      end(process, false);
    }
  }

  private static void size(Section section) throws IOException {
    double megabytes = Files.size(Built.IMAGE_ARCHIVE) / 1e6;
    String text = "%.1f MB".formatted(megabytes);
    section.add(Figure.under(GOAL_MEGABYTES, megabytes, "MB", "image, compressed", text));
  }

  /** Kills the sidecar as soon as it has taken over, again and again, and counts the roles. */
  private static void restarts(Section section, Sides sides, Bed bed, int restarts)
      throws IOException, InterruptedException {
    empty(sides.volume());
    bed.revokeAll();
    Set<String> roles = new HashSet<>();
    end(awaited(sides), true);
    roles.addAll(bed.servers().postgres().ephemeralRoles());
    for (int i = 0; i < restarts; i++) {
      end(awaited(sides), true);
      roles.addAll(bed.servers().postgres().ephemeralRoles());
    }
    String what = restarts + " restarts of the sidecar after SIGKILL: roles made";
    section.add(Figure.exactly(1, roles.size(), what));
    end(awaited(sides), false);
    int left = bed.servers().postgres().ephemeralRoles().size();
    section.add(Figure.exactly(0, left, "roles left after the sidecar's end"));
  }

  /** Starts the sidecar, and returns when it has written the file anew. */
  private static Process awaited(Sides sides) throws IOException {
    Path file = sides.volume().resolve("default.properties");
    Files.deleteIfExists(file);
    Process process = SidecarImage.start(sides.sidecar("run"));
    awaitFile(file);
    return process;
  }

  private static void end(Process process, boolean kill) throws InterruptedException {
    if (kill) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " does not end");
    }
  }

  /** Waits for a file, or for a credential in a directory. */
  private static void awaitFile(Path where) throws IOException {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!isThere(where)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no credential in " + where);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static boolean isThere(Path where) throws IOException {
    if (!Files.isDirectory(where)) {
      return Files.exists(where);
    }
    try (Stream<Path> files = Files.list(where)) {
      return files.anyMatch(file -> !file.getFileName().toString().startsWith("."));
    }
  }

  private static void empty(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
  }
}
