// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.RotationSettings;
import dev.leasehold.lease.CompositeLeaseListener;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.metrics.BindingMetrics;
import dev.leasehold.metrics.MetricsRegistry;
import dev.leasehold.sidecar.delivery.ChangeNotice;
import dev.leasehold.sidecar.delivery.CredentialDelivery;
import dev.leasehold.sidecar.delivery.CredentialFile;
import dev.leasehold.sidecar.delivery.FileRenderers;
import dev.leasehold.sidecar.delivery.FittingLeaseSource;
import dev.leasehold.sidecar.delivery.LeaseLog;
import dev.leasehold.sidecar.delivery.LeaseStateFile;
import dev.leasehold.sidecar.delivery.UntriedProbe;
import dev.leasehold.sidecar.volume.VolumeException;
import dev.leasehold.vault.ResumedLeaseSource;
import dev.leasehold.vault.VaultSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One binding with all that belongs to it alone: leases, file, notice, state. */
final class BindingRun {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");
  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  /**
   * The interval at which the rotation reads the clocks, besides its timed work. Each wake of a
   * thread at rest takes some 0.3 ms of processor time (benchmarks/README.md).
   */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final DeliverySettings settings;
  private final LeaseStateFile state;
  private final ResumedLeaseSource source;
  private final ChangeNotice notice;
  private final CredentialDelivery delivery;
  private final CredentialRotator rotator;
  private final ScheduledExecutorService timer;

  BindingRun(
      DeliverySettings settings,
      VaultSession session,
      SidecarVolumes volumes,
      ChangeNotice notice,
      LeaseListener told,
      MetricsRegistry registry) {
    LeaseClock clock = LeaseClock.system();
    this.settings = settings;
    String name = settings.name();
    RotationSettings timings = settings.timings();
    this.state = new LeaseStateFile(volumes.states(), name, clock, timings.margin());
    this.source =
        new ResumedLeaseSource(
            session, settings.creds(), timings.rotateAfter(), state.left(), state);
    CredentialFile file =
        new CredentialFile(
            volumes.files(),
            settings.file(),
            FileRenderers.of(settings.file()),
            settings.url(),
            state);
    this.notice = notice;
    BindingMetrics metrics = registry.add(name);
    LeaseListener listener =
        new CompositeLeaseListener(
            fault -> LOG.debug("{}: a listener failed", name, fault), told, metrics);
    this.delivery =
        new CredentialDelivery(name, file, notice, settings.drainAfter(), listener, clock);
    metrics.served(delivery::isReady);
    this.rotator =
        new CredentialRotator(
            name,
            policy(timings),
            new FittingLeaseSource(name, source, file, source::leave, clock),
            UntriedProbe.INSTANCE,
            delivery,
            clock);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> DaemonThreads.daemon(task, "leasehold-" + name + "-timer"));
    delivery.follow(rotator);
  }

  private static RotationPolicy policy(RotationSettings timings) {
    String pod = System.getenv().getOrDefault("HOSTNAME", "");
    return new RotationPolicy(
        timings.margin(),
        timings.renewAt(),
        timings.rotateAfter(),
        timings.firstCredentialTimeout(),
        Jitter.of(pod + " " + ProcessHandle.current().pid()));
  }

  DeliverySettings settings() {
    return settings;
  }

  CredentialDelivery delivery() {
    return delivery;
  }

  /** Begins to fetch or take over the first lease, and returns at once. */
  void start() {
    rotator.start(LOOK);
  }

  /** Adds the work of a process that stays: rehearsals, and the end of earlier leases. */
  void keepFresh() {
    Duration rehearse = settings.timings().rehearse();
    if (rehearse != null) {
      Future<?> ignored =
          timer.scheduleAtFixedRate(
              () -> rotator.rotate("a rehearsal, as leasehold.rehearse says"),
              rehearse.toMillis(),
              rehearse.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    delivery.onceAcknowledged(
        () -> source.countEarlier() > 0, () -> revokeEarlierIn(settings.drainAfter()));
    Future<?> ignored =
        timer.schedule(this::preflight, FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void preflight() {
    if (!notice.preflight()) {
      Future<?> ignored = timer.schedule(this::preflight, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Returns the credential that is current. */
  Credential current() throws NoCredentialException, InterruptedException {
    return rotator.current().credential();
  }

  private void revokeEarlierIn(Duration delay) {
    Future<?> ignored =
        timer.schedule(this::revokeEarlier, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void revokeEarlier() {
    int count = source.countEarlier();
    if (count == 0) {
      return;
    }
    try {
      source.revokeEarlier();
      LOG.info(
          "{}: leases that the previous sidecar held besides are revoked: {}",
          settings.name(),
          count);
    } catch (LeaseException e) {
      LOG.warn(
          "{}: a lease of the previous sidecar could not be revoked, next try in {} s: {}",
          settings.name(),
          AGAIN.toSeconds(),
          e.getMessage());
      revokeEarlierIn(AGAIN);
    }
  }

  /** Asks for a new credential, and returns at once. */
  void rotate(String reason) {
    delivery.sayAsked(reason);
    rotator.rotate(reason);
  }

  /** Runs a task on this binding's timer again and again. */
  void each(Duration pause, Runnable task) {
    Future<?> ignored =
        timer.scheduleWithFixedDelay(
            task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the credential away and revokes every lease, not the token. Leases of the sidecar before
   * are revoked where {@code bound} leaves time to begin with them.
   */
  void close(Duration bound) {
    long begun = System.nanoTime();
    timer.shutdownNow();
    delivery.close();
    rotator.close(bound.minusNanos(System.nanoTime() - begun));
    try {
      if (System.nanoTime() - begun < bound.toNanos()) {
        source.revokeEarlier();
      }
      if (source.left().isEmpty()) { // Leases that are held are for the next run.
        state.remove();
      }
    } catch (LeaseException e) {
      LOG.debug("{}: a lease of the previous sidecar is left", settings.name(), e);
    } catch (VolumeException e) {
      LOG.warn("{}: the state is left: {}", settings.name(), e.getMessage());
    }
  }

  /** Returns the leases that were not revoked, each as text for the log. */
  List<String> left() {
    return source.left().stream().map(lease -> LeaseLog.life(settings.name(), lease)).toList();
  }

  /** Says it where Vault was asked for a lease and the answer is not there yet. */
  void sayIfUnanswered() {
    if (rotator.isFetching()) {
      LOG.warn(
          "{}: Vault has not answered the request for a lease. A role that it may make for"
              + " that request lives until its lease ends",
          settings.name());
    }
  }
}
