// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.SidecarSettings;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.sidecar.delivery.ChangeNotice;
import dev.leasehold.sidecar.delivery.LeaseLog;
import dev.leasehold.sidecar.format.UnfitCredentialException;
import dev.leasehold.sidecar.health.HealthServer;
import dev.leasehold.vault.VaultSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All bindings of a sidecar, with the volumes and the session that they share. */
final class CredentialSidecar {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  /** A native sidecar has two seconds once the pod's grace period is over (KEP-753). */
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private final SidecarSettings settings;
  private final Volumes volumes;
  private final LeaseLog log = new LeaseLog();
  private final List<BindingRun> bindings = new ArrayList<>();
  private @Nullable HealthServer health;

  private CredentialSidecar(
      SidecarSettings settings, Volumes volumes, Map<String, ChangeNotice> notices) {
    this.settings = settings;
    this.volumes = volumes;
    VaultSession session =
        new VaultSession(settings.vault(), settings.login(), LeaseClock.system(), log);
    for (DeliverySettings binding : settings.bindings()) {
      ChangeNotice notice = notices.getOrDefault(binding.name(), ChangeNotice.NONE);
      bindings.add(
          new BindingRun(binding, session, volumes.files(), volumes.states(), notice, log));
    }
  }

  /**
   * Opens the volumes and takes note of what an earlier sidecar has left. Asks nothing of Vault.
   *
   * @param notices how the programs hear of a change; null where none is told
   * @throws SidecarException when a volume cannot be used
   */
  static CredentialSidecar open(SidecarSettings settings, @Nullable Notices notices)
      throws SidecarException {
    Map<String, ChangeNotice> byBinding = new HashMap<>();
    if (notices != null) {
      for (DeliverySettings binding : settings.bindings()) {
        byBinding.put(binding.name(), notices.of(binding));
      }
    }
    return new CredentialSidecar(settings, Volumes.open(settings), byBinding);
  }

  /** Begins to fetch or take over the first leases, and returns at once. */
  void start() {
    bindings.forEach(BindingRun::start);
  }

  /** Does besides what is for a process that stays. */
  void keepFresh() {
    bindings.forEach(BindingRun::keepFresh);
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
      health = HealthServer.start(address, bindings.stream().map(BindingRun::metrics).toList());
    } catch (IOException | RuntimeException e) {
      throw new SidecarException(
          ExitCode.CONFIGURATION,
          "leasehold.health.listen: cannot listen at " + address + " (" + e.getMessage() + ")");
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
   * @throws SidecarException saying why one is not
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
        case UNAVAILABLE, GONE -> ExitCode.UNAVAILABLE;
      };
    }
    if (cause instanceof UnfitCredentialException) {
      return ExitCode.USELESS_ANSWER;
    }
    return cause == null ? ExitCode.UNAVAILABLE : ExitCode.CANNOT_WRITE;
  }

  /** Takes all credentials away and gives every lease back, within two seconds. */
  void close() {
    Duration set = settings.shutdownTimeout();
    Duration bound = set.compareTo(LONGEST_END) < 0 ? set : LONGEST_END;
    CountDownLatch closed = new CountDownLatch(bindings.size());
    for (BindingRun binding : bindings) {
      DaemonThreads.daemon(() -> close(binding, bound, closed), "leasehold-end").start();
    }
    try {
      if (!closed.await(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "not every lease was revoked within {} ms; what is left ends by itself",
            bound.toMillis());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    volumes.close();
    if (health != null) {
      health.close();
    }
  }

  private static void close(BindingRun binding, Duration bound, CountDownLatch closed) {
    try {
      binding.close(bound);
    } catch (RuntimeException fault) {
      LOG.error("{}: a fault at the end", binding.settings().name(), fault);
    } finally {
      closed.countDown();
    }
  }
}
