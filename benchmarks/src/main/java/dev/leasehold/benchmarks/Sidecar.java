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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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

  /** So long that the hundredths of a second in which the kernel counts make 0.12 s an hour. */
  private static final int REST_SECONDS = 300;

  private static final double GOAL_END_MILLIS = 2_000;

  private static final String FILE = "default.properties";
  private static final String AGENT_FILE = "agent";
  private static final List<String> BINDINGS = List.of("one", "two", "three", "four", "five");
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
      processorTime(section, sides, quick ? 5 : REST_SECONDS);
      size(section);
      podStart(section, sides, bed);
      restarts(section, sides, bed, quick ? 3 : RESTARTS);
      endOfSeveral(section, bed, work, volume, quick ? 1 : 7);
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
              servers.vault(), TestBed.ROLE, token, TEMPLATE, volume.resolve(AGENT_FILE), work);
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
    hyperfine.side("sidecar", sides.image().inside("init"));
    hyperfine.within(sides.image()::around);
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

  /** Both side by side, after the first seconds, in which both still warm up. */
  private static void processorTime(Section section, Sides sides, int seconds)
      throws IOException, InterruptedException {
    empty(sides.volume());
    Process agent = SidecarImage.start(sides.vaultAgent());
    Process ours = SidecarImage.start(sides.sidecar("run"));
    try {
      awaitFile(sides.volume().resolve(AGENT_FILE));
      awaitFile(sides.volume().resolve(FILE));
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      double agentBefore = Footprint.processorSeconds(agent.pid());
      double oursBefore = Footprint.processorSeconds(ours.pid());
      TimeUnit.SECONDS.sleep(seconds);
      double inAnHour = 3600.0 / seconds;
      double agents = (Footprint.processorSeconds(agent.pid()) - agentBefore) * inAnHour;
      double sidecars = (Footprint.processorSeconds(ours.pid()) - oursBefore) * inAnHour;
      Figure.Sides both =
          new Figure.Sides("vault agent: %.1f s".formatted(agents), "%.1f s".formatted(sidecars));
      String what = "processor time of the sidecar at rest, %d s scaled to an hour";
      section.add(
          Figure.ratioAtMost(GOAL_PROCESSOR, sidecars / agents, both, what.formatted(seconds)));
    } finally {
      end(agent, false);
      end(ours, false);
    }
  }

  private static void size(Section section) throws IOException {
    double megabytes = Files.size(Built.IMAGE_ARCHIVE) / 1e6;
    String text = "%.1f MB".formatted(megabytes);
    section.add(Figure.under(GOAL_MEGABYTES, megabytes, "MB", "image, compressed", text));
  }

  /** An init container and the sidecar after it, up to the end of the pod. */
  private static void podStart(Section section, Sides sides, Bed bed)
      throws IOException, InterruptedException {
    empty(sides.volume());
    bed.revokeAll();
    Process init = SidecarImage.start(sides.sidecar("init"));
    if (!init.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS) || init.exitValue() != 0) {
      throw new IllegalStateException("init does not end, or not with 0");
    }
    Set<String> roles = new HashSet<>(bed.servers().postgres().ephemeralRoles());
    Process sidecar = awaited(sides);
    roles.addAll(bed.servers().postgres().ephemeralRoles());
    section.add(Figure.exactly(1, roles.size(), "start of a pod, `init` and sidecar: roles made"));
    end(sidecar, false);
    int left = bed.servers().postgres().ephemeralRoles().size();
    section.add(Figure.exactly(0, left, "the same: roles left after the sidecar's end"));
  }

  /** How long the end takes by SIGTERM where several leases are to be revoked. */
  private static void endOfSeveral(Section section, Bed bed, Path work, Path volume, int rounds)
      throws IOException, InterruptedException {
    SidecarImage image = SidecarImage.of(bed, work, volume, bindings());
    Samples millis = new Samples();
    double longest = 0;
    int left = 0;
    for (int i = 0; i < rounds; i++) {
      empty(volume);
      Process process = SidecarImage.start(image.command("run"));
      for (String binding : BINDINGS) {
        awaitFile(volume.resolve(binding + ".properties"));
      }
      long asked = System.nanoTime();
      end(process, false);
      double took = (System.nanoTime() - asked) / 1e6;
      millis.add(took);
      longest = Math.max(longest, took);
      left += bed.servers().postgres().ephemeralRoles().size();
    }
    String what = "SIGTERM to the end of a sidecar of %d bindings, their leases revoked";
    String text = millis.text(0, "ms") + "; at most %.0f ms".formatted(longest);
    int count = BINDINGS.size();
    section.add(Figure.under(GOAL_END_MILLIS, longest, "ms", what.formatted(count), text));
    section.add(Figure.exactly(0, left, "the same: roles left"));
  }

  private static Map<String, String> bindings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("LEASEHOLD_BINDINGS", String.join(",", BINDINGS));
    for (String name : BINDINGS) {
      settings.put("LEASEHOLD_" + name.toUpperCase(Locale.ROOT) + "_CREDS", TestBed.CREDS_PATH);
    }
    return settings;
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
    Path file = sides.volume().resolve(FILE);
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
