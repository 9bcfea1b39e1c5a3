// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.RotationSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.BindingContext;
import dev.leasehold.inject.DriverProbe;
import dev.leasehold.inject.SelfBinding;
import dev.leasehold.inject.SelfBindingListener;
import dev.leasehold.inject.StatementHints;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.target.Targets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A binding with everything that belongs to it alone; nothing is asked for it until it begins. */
final class BindingRuntime {

  private final BindingSettings binding;
  private final LeaseSource source;
  private final DriverProbe probe;
  private final AtomicBoolean observed = new AtomicBoolean();
  private final AtomicReference<@Nullable Targets> presumed = new AtomicReference<>();
  private final CredentialRotator rotator;
  private final @Nullable Rehearsals rehearsals;
  private final OnDemandCredentials onDemand;
  private final BindingContext context;

  BindingRuntime(
      Settings settings,
      BindingSettings binding,
      LeaseSource source,
      BindingListeners listeners,
      LeaseClock clock) {
    this.binding = binding;
    this.source = source;
    ProcessIdentity self = ProcessIdentity.ofThisProcess();
    String pod = binding.namesSessions() ? self.pod() : null;
    SessionStart start = new SessionStart(binding.setRole(), pod);
    this.probe = new DriverProbe(start, binding.timings().probeTargets());
    String name = binding.name();
    CredentialProbe measured = listeners.measured(name, probe);
    RotationPolicy policy = policy(binding.timings(), self);
    this.rotator = new CredentialRotator(name, policy, source, measured, listeners.leases(), clock);
    Duration rehearse = binding.timings().rehearse();
    this.rehearsals = rehearse == null ? null : new Rehearsals(rehearse, rotator);
    this.onDemand = new OnDemandCredentials(rotator, listeners.connection(), this::begins);
    this.context =
        new BindingContext(
            name,
            new BindingMatcher(settings, binding, listeners.warnings()),
            onDemand,
            probe,
            new StatementHints(name, binding.setRole(), listeners.hints()),
            binding.url() == null ? selfBinding(listeners.servers(), clock) : null);
    this.context.listener(listeners.connects());
    listeners.begins(name, onDemand::hasBegun);
  }

  private SelfBinding selfBinding(SelfBindingListener servers, LeaseClock clock) {
    Duration patience = binding.timings().firstCredentialTimeout();
    return new SelfBinding(binding.name(), binding.urlSetting(), patience, clock, servers);
  }

  private static RotationPolicy policy(RotationSettings timings, ProcessIdentity self) {
    return new RotationPolicy(
        timings.margin(),
        timings.renewAt(),
        timings.rotateAfter(),
        timings.firstCredentialTimeout(),
        self.jitter());
  }

  BindingContext context() {
    return context;
  }

  /** Begins to fetch the first lease, unless that has begun, and returns at once. */
  void begin() {
    onDemand.begin();
  }

  private void begins() {
    source.watch(rotator::sourceChanged);
    if (rehearsals != null) {
      rehearsals.begin();
    }
  }

  /**
   * Reads the file now, or rotates where there is none; nothing before the life has begun.
   *
   * @return whether it has
   */
  boolean refresh(String reason) {
    boolean begun = onDemand.hasBegun();
    if (begun && !source.look()) {
      rotator.rotate(reason);
    }
    return begun;
  }

  /** Returns the binding. */
  BindingSettings binding() {
    return binding;
  }

  /**
   * Takes note of how the application connects, without any part in it. After the first time a new
   * credential is taken out at once, so that a credential is tried on the database. The credential
   * in a file is tried when the file changes.
   */
  void observed(ConnectionRequest request) {
    // Whether it succeeds is not seen.
    probe.answered(request.targets().whole(), probe.connecting(request));
    onDemand.ask();
    if (observed.compareAndSet(false, true) && !binding.creds().isFile()) {
      rotator.rotate("a first connection was observed, so a credential is tried on the database");
    }
  }

  /**
   * Returns the servers that a binding without a URL would bind itself to, as far as that can be
   * told where no connection is touched. They are the servers of the first connection. Null where a
   * pattern says which.
   */
  @Nullable Targets presumedServers(Targets targets) {
    if (binding.url() != null) {
      return null;
    }
    if (targets.areCertain()) {
      presumed.compareAndSet(null, targets);
    }
    return presumed.get();
  }

  /**
   * Returns whether Vault was last asked for a lease and the answer is not there: it may make a
   * role that nobody here knows.
   */
  boolean isFetching() {
    return !binding.creds().isFile() && rotator.isFetching();
  }

  /**
   * Gives the leases back within {@code bound}, and lets go of the source if that leaves time. No
   * bound but its own ends the latter, which may be the end of a Vault session.
   */
  void close(Duration bound) {
    long begun = System.nanoTime();
    rotator.close(bound);
    if (System.nanoTime() - begun < bound.toNanos()) {
      source.close();
    }
  }
}
