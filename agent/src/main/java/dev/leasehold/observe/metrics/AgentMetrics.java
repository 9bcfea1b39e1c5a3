// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.metrics;

import dev.leasehold.inject.ConnectListener;
import dev.leasehold.lease.CompositeLeaseListener;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.metrics.BindingMetrics;
import dev.leasehold.metrics.ConnectionMetrics;
import dev.leasehold.metrics.MetricsRegistry;
import dev.leasehold.retire.PinReason;
import dev.leasehold.retire.RetirementListener;
import dev.leasehold.vault.LoginListener;
import dev.leasehold.vault.metrics.CountedLogins;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The agent's metrics, and the listeners that count. */
public final class AgentMetrics {

  private final MetricsRegistry registry;
  private final Map<String, BindingMetrics> bindings = new LinkedHashMap<>();
  private final Map<String, ConnectionMetrics> connections = new LinkedHashMap<>();
  private volatile Supplier<Map<Generation, Integer>> open = Collections::emptyMap;

  /** Makes the counters of these bindings. */
  public AgentMetrics(List<String> names, String version, LeaseClock clock) {
    this.registry = new MetricsRegistry("agent", version, clock);
    for (String name : names) {
      BindingMetrics leases = registry.add(name);
      ConnectionMetrics opened = registry.add(name, PinReason.labels(), () -> open.get());
      leases.connected(opened::isAnyOpen);
      bindings.put(name, leases);
      connections.put(name, opened);
    }
  }

  /** Returns all that is counted. */
  public MetricsRegistry registry() {
    return registry;
  }

  /** Says that no connection is touched. */
  public void observing() {
    bindings.values().forEach(BindingMetrics::observing);
  }

  /** Sets the source of the number of open connections of each generation. */
  public void connections(Supplier<Map<Generation, Integer>> source) {
    open = source;
  }

  /** Returns a listener that counts the events of leases; {@code faults} takes its faults. */
  public LeaseListener leases(Consumer<Throwable> faults) {
    return new CompositeLeaseListener(faults, bindings.values().toArray(new LeaseListener[0]));
  }

  /** Returns a listener that counts the connections that are opened, moved, closed and aborted. */
  public RetirementListener retirements() {
    return new RetirementMetrics(bindings, connections);
  }

  /** Returns a listener that counts the connects that come to nothing. */
  public ConnectListener connects() {
    return new ConnectMetrics(bindings, connections);
  }

  /** Returns a listener that counts logins, and tells another listener. */
  public LoginListener logins(LoginListener next) {
    return new CountedLogins(registry.logins(), next);
  }

  /** Returns a binding's probe with its answers counted. */
  public CredentialProbe measured(String binding, CredentialProbe probe) {
    return of(bindings, binding).measured(probe);
  }

  /** Sets the source that tells whether a first lease of a binding was asked for. */
  public void begun(String binding, BooleanSupplier source) {
    of(bindings, binding).begun(source);
  }

  private static <T> T of(Map<String, T> all, String binding) {
    T found = all.get(binding);
    if (found == null) {
      throw new IllegalArgumentException("no binding " + binding);
    }
    return found;
  }
}
