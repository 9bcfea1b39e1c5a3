// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Built;
import dev.leasehold.benchmarks.bed.MemoryVolume;
import dev.leasehold.benchmarks.bed.SidecarImage;
import dev.leasehold.benchmarks.bed.SidecarPeers;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The sidecar's program with the root of its image, beside Vault's own agent. */
final class Sidecar implements Benchmark {

  private static final double GOAL_MILLIS = 500;
  private static final double GOAL_START = 3;
  private static final double GOAL_RESIDENT = 0.5;
  private static final double GOAL_MEGABYTES = 60;

  /** So long that the hundredths of a second in which the kernel counts make 0.12 s an hour. */
  private static final int REST_SECONDS = 300;

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
    try (Bed bed = Bed.start();
        MemoryVolume volume = MemoryVolume.create()) {
      SidecarPeers peers = SidecarPeers.of(bed, work, volume);
      firstCredential(section, peers, quick);
      resident(section, peers, quick ? 1 : 3);
      processorTime(section, peers, quick ? 5 : REST_SECONDS);
      size(section);
      podStart(section, peers, bed);
      restarts(section, peers, bed, quick ? 3 : RESTARTS);
      new SidecarEnd(bed, work, volume, quick ? 1 : 7).measure(section);
    } finally {
      ServerDirectory.remove(work);
    }
  }

  private static void firstCredential(Section section, SidecarPeers peers, boolean quick)
      throws IOException, InterruptedException {
    Hyperfine hyperfine = new Hyperfine();
    hyperfine.beforeEach(
        List.of("find", peers.volume().path().toString(), "-mindepth", "1", "-delete"));
    hyperfine.side("vault agent", peers.vaultAgent("-exit-after-auth"));
    hyperfine.side("sidecar", peers.image().inside("init"));
    hyperfine.within(peers.image()::around);
    Map<String, Samples> times = hyperfine.run(quick ? 1 : 8, quick ? 2 : 3);
    Samples agent = Objects.requireNonNull(times.get("vault agent"));
    Samples ours = Objects.requireNonNull(times.get("sidecar"));
    Figure.Sides both = new Figure.Sides("vault agent: " + agent.text(0, "ms"), ours.text(0, "ms"));
    String what =
        "sidecar's `init`: start of the program to its end with the credential in the file";
    section.add(Figure.ratioAtMost(GOAL_START, ours.median() / agent.median(), both, what));
    section.add(Figure.under(GOAL_MILLIS, ours.median(), "ms", "the same", ours.text(0, "ms")));
  }

  private static void resident(Section section, SidecarPeers peers, int rounds)
      throws IOException, InterruptedException {
    SideMemory agent = new SideMemory();
    SideMemory ours = new SideMemory();
    for (int i = 0; i < rounds; i++) {
      measure(peers, peers.vaultAgent(), agent);
      measure(peers, peers.sidecar("run"), ours);
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

  private static void measure(SidecarPeers peers, List<String> command, SideMemory memory)
      throws IOException, InterruptedException {
    peers.volume().clear();
    Process process = SidecarImage.start(command);
    try {
      peers.volume().awaitAny();
      TimeUnit.SECONDS.sleep(RunningPeers.SETTLE_SECONDS);
      memory.resident.add(Footprint.residentMib(process.pid()));
      memory.anonymous.add(Footprint.anonymousMib(process.pid()));
    } finally {
      SidecarImage.end(process);
    }
  }

  /** The memory of the runs of a side, in MiB. */
  private static final class SideMemory {
    private final Samples resident = new Samples();
    private final Samples anonymous = new Samples();
  }

  private static void processorTime(Section section, SidecarPeers peers, int seconds)
      throws IOException, InterruptedException {
    String what = "processor time of the sidecar at rest, %d s scaled to an hour";
    try (RunningPeers both = RunningPeers.start(peers)) {
      section.add(both.processorTime(seconds).figure(what.formatted(seconds), "", ""));
    }
  }

  private static void size(Section section) throws IOException {
    double megabytes = Files.size(Built.IMAGE_ARCHIVE) / 1e6;
    String text = "%.1f MB".formatted(megabytes);
    section.add(Figure.under(GOAL_MEGABYTES, megabytes, "MB", "image, compressed", text));
  }

  /** An init container and the sidecar after it, up to the end of the pod. */
  private static void podStart(Section section, SidecarPeers peers, Bed bed)
      throws IOException, InterruptedException {
    peers.volume().clear();
    bed.revokeAll();
    Process init = SidecarImage.start(peers.sidecar("init"));
    if (!init.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS) || init.exitValue() != 0) {
      throw new IllegalStateException("init does not end, or not with 0");
    }
    Set<String> roles = new HashSet<>(bed.servers().postgres().ephemeralRoles());
    Process sidecar = awaited(peers);
    roles.addAll(bed.servers().postgres().ephemeralRoles());
    section.add(Figure.exactly(1, roles.size(), "start of a pod, `init` and sidecar: roles made"));
    SidecarImage.end(sidecar);
    int left = bed.servers().postgres().ephemeralRoles().size();
    section.add(Figure.exactly(0, left, "the same: roles left after the sidecar's end"));
  }

  /** Kills the sidecar as soon as it has taken over, again and again, and counts the roles. */
  private static void restarts(Section section, SidecarPeers peers, Bed bed, int restarts)
      throws IOException, InterruptedException {
    peers.volume().clear();
    bed.revokeAll();
    Set<String> roles = new HashSet<>();
    SidecarImage.kill(awaited(peers));
    roles.addAll(bed.servers().postgres().ephemeralRoles());
    for (int i = 0; i < restarts; i++) {
      SidecarImage.kill(awaited(peers));
      roles.addAll(bed.servers().postgres().ephemeralRoles());
    }
    String what = restarts + " restarts of the sidecar after SIGKILL: roles made";
    section.add(Figure.exactly(1, roles.size(), what));
    SidecarImage.end(awaited(peers));
    int left = bed.servers().postgres().ephemeralRoles().size();
    section.add(Figure.exactly(0, left, "roles left after the sidecar's end"));
  }

  /** Starts the sidecar, and returns when it has written the file anew. */
  private static Process awaited(SidecarPeers peers) throws IOException {
    Files.deleteIfExists(peers.volume().path().resolve(SidecarPeers.FILE));
    Process process = SidecarImage.start(peers.sidecar("run"));
    peers.volume().await(SidecarPeers.FILE);
    return process;
  }
}
