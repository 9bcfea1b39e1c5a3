// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.RunningPeers.HourlyTimes;
import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.LeaseRenewals;
import dev.leasehold.benchmarks.bed.MemoryVolume;
import dev.leasehold.benchmarks.bed.SidecarPeers;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.testbed.process.ServerDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The sidecar beside Vault's own agent while both renew their leases. */
final class SidecarRenewals implements Benchmark {

  /** Both renew at about two thirds of it, so some three times while they are measured. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final int SECONDS = 600;

  private static final Duration QUICK_LEASE = Duration.ofSeconds(30);
  private static final int QUICK_SECONDS = 30;

  @Override
  public String name() {
    return "sidecar-renewals";
  }

  @Override
  public String what() {
    return "the sidecar's image beside Vault's own agent: processor time while both renew leases";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Duration lease = quick ? QUICK_LEASE : LEASE;
    int seconds = quick ? QUICK_SECONDS : SECONDS;
    Path work = Files.createTempDirectory("leasehold-benchmark-");
    try (Bed bed = Bed.start(lease);
        MemoryVolume volume = MemoryVolume.create();
        RunningPeers both = RunningPeers.start(SidecarPeers.of(bed, work, volume))) {
      Path log = bed.servers().vault().auditLog();
      LeaseRenewals before = LeaseRenewals.in(log);
      HourlyTimes times = both.processorTime(seconds);
      LeaseRenewals renewals = LeaseRenewals.in(log).since(before);
      if (renewals.vaultAgent() == 0 || renewals.sidecar() == 0) {
        throw new IllegalStateException("a side has renewed nothing: " + renewals);
      }
      String what =
          "processor time of the sidecar, which renews leases of %d s, %d s scaled to an hour";
      section.add(
          times.figure(
              what.formatted(lease.toSeconds(), seconds),
              "; %d renewals".formatted(renewals.vaultAgent()),
              "; %d renewals".formatted(renewals.sidecar())));
    } finally {
      ServerDirectory.remove(work);
    }
  }
}
