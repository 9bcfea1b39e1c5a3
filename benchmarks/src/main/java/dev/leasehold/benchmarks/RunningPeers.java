// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.SidecarImage;
import dev.leasehold.benchmarks.bed.SidecarPeers;
import dev.leasehold.benchmarks.report.Figure;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The sidecar and Vault's own agent while each keeps a credential fresh, side by side. */
final class RunningPeers implements AutoCloseable {

  /** Longer than the image lets its JVM wait before it gives memory back. */
  static final int SETTLE_SECONDS = 12;

  private static final double GOAL = 1;

  private final Process vaultAgent;
  private final Process sidecar;

  private RunningPeers(Process vaultAgent, Process sidecar) {
    this.vaultAgent = vaultAgent;
    this.sidecar = sidecar;
  }

  /** Starts both on an empty volume, and returns when the first seconds of both are over. */
  static RunningPeers start(SidecarPeers peers) throws IOException, InterruptedException {
    peers.volume().clear();
    Process vaultAgent = SidecarImage.start(peers.vaultAgent());
    RunningPeers started = new RunningPeers(vaultAgent, SidecarImage.start(peers.sidecar("run")));
    try {
      peers.volume().await(SidecarPeers.AGENT_FILE);
      peers.volume().await(SidecarPeers.FILE);
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Measures the processor time that each takes in so many seconds, scaled to an hour. */
  HourlyTimes processorTime(int seconds) throws IOException, InterruptedException {
    double agentBefore = Footprint.processorSeconds(vaultAgent.pid());
    double sidecarBefore = Footprint.processorSeconds(sidecar.pid());
    TimeUnit.SECONDS.sleep(seconds);
    double inAnHour = (double) TimeUnit.HOURS.toSeconds(1) / seconds;
    return new HourlyTimes(
        (Footprint.processorSeconds(vaultAgent.pid()) - agentBefore) * inAnHour,
        (Footprint.processorSeconds(sidecar.pid()) - sidecarBefore) * inAnHour);
  }

  @Override
  public void close() throws InterruptedException {
    SidecarImage.end(vaultAgent);
    SidecarImage.end(sidecar);
  }

  /** Processor time in seconds of an hour. */
  record HourlyTimes(double vaultAgent, double sidecar) {

    /**
     * Makes the row of these times.
     *
     * @param agentDid follows the time of Vault's agent
     * @param sidecarDid follows the sidecar's
     */
    Figure figure(String what, String agentDid, String sidecarDid) {
      Figure.Sides both =
          new Figure.Sides(
              "vault agent: %.1f s%s".formatted(vaultAgent, agentDid),
              "%.1f s%s".formatted(sidecar, sidecarDid));
      return Figure.ratioAtMost(GOAL, sidecar / vaultAgent, both, what);
    }
  }
}
