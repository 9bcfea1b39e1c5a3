// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.MemoryVolume;
import dev.leasehold.benchmarks.bed.SidecarImage;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.Relay;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long the sidecar takes from SIGTERM to its end, where several leases are to be revoked. */
final class SidecarEnd {

  private static final double GOAL_MILLIS = 2_000;
  private static final List<String> BINDINGS = List.of("one", "two", "three", "four", "five");

  private final Bed bed;
  private final Path work;
  private final MemoryVolume volume;
  private final int rounds;

  /**
   * Makes the measurement.
   *
   * @param work takes a script and a log
   * @param rounds how often each end is measured
   */
  SidecarEnd(Bed bed, Path work, MemoryVolume volume, int rounds) {
    this.bed = bed;
    this.work = work;
    this.volume = volume;
    this.rounds = rounds;
  }

  /**
   * Adds the rows of a Vault that answers, of a Vault that hangs and of a Vault that cannot be
   * reached.
   */
  void measure(Section section) throws IOException, InterruptedException {
    answered(section);
    try (Relay toVault = Relay.to(bed.servers().vault().port())) {
      unanswered(section, toVault, toVault::stall, "Vault takes connections and never answers");
      unanswered(section, toVault, toVault::lose, "every packet to Vault is lost");
    }
  }

  private void answered(Section section) throws IOException, InterruptedException {
    SidecarImage image = SidecarImage.of(bed, work, volume.path(), settings());
    Samples millis = new Samples();
    int left = 0;
    for (int i = 0; i < rounds; i++) {
      millis.add(end(image, Redirect.DISCARD, () -> {}));
      left += bed.servers().postgres().ephemeralRoles().size();
    }
    section.add(figure(millis, "their leases revoked"));
    section.add(Figure.exactly(0, left, "the same: roles left"));
  }

  /** Nothing can be revoked, so the sidecar's last line is to name each lease. */
  private void unanswered(Section section, Relay toVault, Runnable fault, String how)
      throws IOException, InterruptedException {
    Map<String, String> settings = settings();
    settings.put("VAULT_ADDR", "https://127.0.0.1:" + toVault.port());
    SidecarImage image = SidecarImage.of(bed, work, volume.path(), settings);
    Path log = work.resolve("sidecar.log");
    Samples millis = new Samples();
    int named = BINDINGS.size();
    for (int i = 0; i < rounds; i++) {
      toVault.pass();
      millis.add(end(image, Redirect.to(log.toFile()), fault));
      named = Math.min(named, namedByLastLine(log));
    }
    bed.revokeAll();
    section.add(figure(millis, how));
    String what = "the same: leases that its last line names as left";
    section.add(Figure.exactly(BINDINGS.size(), named, what));
  }

  /** Returns how many milliseconds a sidecar takes to its end that has met this fault. */
  private double end(SidecarImage image, Redirect errors, Runnable fault)
      throws IOException, InterruptedException {
    volume.clear();
    Process process = SidecarImage.start(image.command("run"), errors);
    for (String binding : BINDINGS) {
      volume.await(binding + ".properties");
    }
    fault.run();
    long asked = System.nanoTime();
    SidecarImage.end(process);
    return (System.nanoTime() - asked) / 1e6;
  }

  private static int namedByLastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    String last = lines.get(lines.size() - 1);
    Progress.say("the sidecar's last line: %s", last);
    return (int)
        BINDINGS.stream()
            .filter(binding -> last.contains(" of binding " + binding + ", which lives until "))
            .count();
  }

  private static Figure figure(Samples millis, String how) {
    double longest = millis.quantile(1);
    String what = "SIGTERM to the end of a sidecar of %d bindings, %s";
    String text = millis.text(0, "ms") + "; at most %.0f ms".formatted(longest);
    return Figure.under(GOAL_MILLIS, longest, "ms", what.formatted(BINDINGS.size(), how), text);
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("LEASEHOLD_BINDINGS", String.join(",", BINDINGS));
    for (String name : BINDINGS) {
      settings.put("LEASEHOLD_" + name.toUpperCase(Locale.ROOT) + "_CREDS", TestBed.CREDS_PATH);
    }
    return settings;
  }
}
