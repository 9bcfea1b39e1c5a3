// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.SidecarSettings;
import dev.leasehold.lease.CompositeLeaseListener;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.ParallelTasks;
import dev.leasehold.metrics.MetricsRegistry;
import dev.leasehold.metrics.http.MetricsServer;
import dev.leasehold.sidecar.delivery.ChangeNotice;
import dev.leasehold.sidecar.delivery.LeaseLog;
import dev.leasehold.sidecar.log.LogOutput;
import dev.leasehold.sidecar.volume.VolumeException;
import dev.leasehold.termination.TerminationMessage;
import dev.leasehold.vault.RequestOrigin;
import dev.leasehold.vault.VaultSession;
import dev.leasehold.vault.metrics.CountedLogins;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All bindings of a sidecar, with the volumes and the session that they share. */
final class CredentialSidecar {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  /**
   * A native sidecar has two seconds once the pod's grace period is over (KEP-753). The rest of
   * them is for the end of the JVM. That waits for 300 ms for threads that read from a socket
   * ({@code VM_Exit::wait_for_threads_in_native_to_block} of OpenJDK), as from a Vault that hangs.
   */
  private static final Duration END = Duration.ofMillis(1_600);

  /** Volumes and the lines of the log have the rest of the time, a tenth of a second each. */
  private static final Duration LONGEST_END = Duration.ofMillis(1_400);

  /** It takes microseconds. */
  private static final Duration CLOSE = Duration.ofMillis(100);

  /** How long the deletion of a lock's file may go unnoticed while nothing is written. */
  private static final Duration LOCK_CHECK = Duration.ofSeconds(10);

  /** A third of the time is for the token: one request. */
  private static final int TOKEN_PART = 3;

  private static final ParallelTasks TASKS =
      new ParallelTasks(
          "leasehold-end", fault -> LOG.error("a fault inside Leasehold at the end", fault));

  private final SidecarSettings settings;
  private final SidecarVolumes volumes;
  private final VaultSession session;
  private final LeaseLog log = new LeaseLog();
  private final List<BindingRun> bindings = new ArrayList<>();
  private final MetricsRegistry metrics =
      new MetricsRegistry("sidecar", VersionCommand.version(), LeaseClock.system());
  private @Nullable MetricsServer health;

  /** For the timer's thread alone. */
  private boolean lost;

  private CredentialSidecar(
      SidecarSettings settings,
      SidecarVolumes volumes,
      Map<String, ChangeNotice> notices,
      TerminationMessage termination) {
    this.settings = settings;
    this.volumes = volumes;
    this.session =
        new VaultSession(
            settings.vault(),
            origin(),
            settings.login(),
            LeaseClock.system(),
            new CountedLogins(metrics.logins(), log));
    LeaseListener told =
        new CompositeLeaseListener(
            fault -> LOG.debug("a listener failed", fault), log, termination);
    for (DeliverySettings binding : settings.bindings()) {
      ChangeNotice notice = notices.getOrDefault(binding.name(), ChangeNotice.NONE);
      BindingRun run = new BindingRun(binding, session, volumes, notice, told, metrics);
      run.delivery().tell(termination);
      bindings.add(run);
    }
  }

  private static RequestOrigin origin() {
    Map<String, String> environment = System.getenv();
    String host = environment.getOrDefault("HOSTNAME", "");
    return RequestOrigin.of("sidecar", VersionCommand.version(), environment, host);
  }

  /**
   * Opens the volumes and takes note of an earlier sidecar's files. Asks nothing of Vault.
   *
   * @param notices how the programs hear of a change; null where none is told
   * @param termination hears of bindings that have no credential
   * @throws SidecarException when a volume cannot be used
   */
  static CredentialSidecar open(
      SidecarSettings settings, @Nullable NoticeFactory notices, TerminationMessage termination)
      throws SidecarException {
    Map<String, ChangeNotice> byBinding = new HashMap<>();
    if (notices != null) {
      for (DeliverySettings binding : settings.bindings()) {
        byBinding.put(binding.name(), notices.of(binding));
      }
    }
    return new CredentialSidecar(settings, SidecarVolumes.open(settings), byBinding, termination);
  }

  /** Begins to fetch or take over the first leases, and returns at once. */
  void start() {
    bindings.forEach(BindingRun::start);
  }

  /** Adds the work of a process that stays. */
  void keepFresh() {
    bindings.forEach(BindingRun::keepFresh);
    bindings.get(0).each(LOCK_CHECK, this::keepVolumes);
  }

  private void keepVolumes() {
    try {
      volumes.keep();
      lost = false;
    } catch (VolumeException e) {
      if (!lost) {
        LOG.error(
            "This sidecar writes no more, as another sidecar has the volume since the lock's file"
                + " was deleted. End one of the two. {}",
            e.getMessage());
      }
      lost = true;
    }
  }

  /**
   * Listens for questions about health, where that is set.
   *
   * @throws SidecarException when it cannot
   */
  void answerHealth() throws SidecarException {
    InetSocketAddress address = settings.healthListen();
    if (address == null) {
      return;
    }
    try {
      health =
          MetricsServer.start(
              address, metrics, fault -> LOG.error("a page of the health port failed", fault));
    } catch (IOException e) {
      throw new SidecarException(
          ExitCode.CONFIGURATION, "leasehold.health.listen: " + e.getMessage());
    }
  }

  /** Returns the credential of the only binding. */
  Credential current() throws NoCredentialException, InterruptedException {
    return bindings.get(0).current();
  }

  /** Asks for new credentials, and returns at once. */
  void rotate(String reason) {
    bindings.forEach(binding -> binding.rotate(reason));
  }

  /**
   * Waits until each binding's credential is in its file, as long as {@code
   * leasehold.first-credential-timeout} says.
   *
   * @throws SidecarException with the reason where a credential is not in its file
   */
  void awaitFirst() throws SidecarException, InterruptedException {
    long begun = System.nanoTime();
    for (BindingRun binding : bindings) {
      Duration bound = binding.settings().timings().firstCredentialTimeout();
      Duration left = bound.minusNanos(System.nanoTime() - begun);
      if (!binding.delivery().awaitFirst(left.isNegative() ? Duration.ZERO : left)) {
        throw late(binding, bound);
      }
    }
  }

  private SidecarException late(BindingRun binding, Duration bound) {
    String name = binding.settings().name();
    Exception fault = binding.delivery().fault();
    Exception cause = fault == null ? log.lastFailure(name) : fault;
    return new SidecarException(
        code(cause),
        "binding "
            + name
            + " got no credential within "
            + bound.toMillis()
            + " ms (leasehold.first-credential-timeout): "
            + (cause == null ? "Vault has not answered yet" : cause.getMessage()));
  }

  private static ExitCode code(@Nullable Exception cause) {
    if (cause instanceof LeaseException lease) {
      return switch (lease.kind()) {
        case DENIED -> ExitCode.DENIED;
        case INVALID -> ExitCode.USELESS_ANSWER;
        case UNAVAILABLE, GONE, FAULT -> ExitCode.UNAVAILABLE;
      };
    }
    return cause == null ? ExitCode.UNAVAILABLE : ExitCode.CANNOT_WRITE;
  }

  /**
   * Takes all credentials away, revokes the leases, and then the token, within two seconds. The
   * token gets its part of the time even where Vault answers nothing about a lease: its end is that
   * of every lease under it.
   */
  void close() {
    Duration set = settings.shutdownTimeout();
    close(set.compareTo(LONGEST_END) < 0 ? set : LONGEST_END);
  }

  /** The same, and the lines about it are written within the two seconds, too. */
  void closeAndFlush() {
    long begun = System.nanoTime();
    close();
    LogOutput.flush(leftForLines(Duration.ofNanos(System.nanoTime() - begun)));
  }

  /** Returns how long lines are waited for: never too short to tell whether somebody reads. */
  static Duration leftForLines(Duration since) {
    Duration left = END.minus(since);
    return left.compareTo(LogOutput.SHORTEST_FLUSH) < 0 ? LogOutput.SHORTEST_FLUSH : left;
  }

  /** As {@link #close()}, within another bound. */
  void close(Duration bound) {
    Duration forToken = bound.dividedBy(TOKEN_PART);
    Duration forLeases = bound.minus(forToken);
    boolean ignored = TASKS.run(closings(forLeases), forLeases);
    boolean tokenInTime = TASKS.run(List.of(session::close), forToken) && !log.isTokenKept();
    List<String> left = new ArrayList<>();
    for (BindingRun binding : bindings) {
      left.addAll(binding.left());
    }
    if (!tokenInTime) {
      left.add("the Vault token");
    }
    if (!left.isEmpty()) {
      LOG.warn(
          "Vault has not confirmed within {} ms that it revoked: {}. The rest ends by itself. A"
              + " sidecar that starts on this volume takes the leases over",
          bound.toMillis(),
          String.join(", ", left));
    }
    bindings.forEach(BindingRun::sayIfUnanswered);
    // A read that hangs keeps its directory from being closed; the kernel does it then.
    if (!TASKS.run(List.of(volumes::close), CLOSE)) {
      LOG.debug("a read of the volume hangs at the end");
    }
    if (health != null) {
      health.close();
    }
  }

  private List<Runnable> closings(Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    List<Runnable> closings = new ArrayList<>();
    for (BindingRun binding : bindings) {
      closings.add(() -> binding.close(Duration.ofNanos(end - System.nanoTime())));
    }
    return closings;
  }
}
