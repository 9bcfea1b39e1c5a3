// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.metrics;

import dev.leasehold.lease.CompositeLeaseListener;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.metrics.BindingMetrics;
import dev.leasehold.metrics.ConnectionMetrics;
import dev.leasehold.metrics.MetricsRegistry;
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

/** What is counted in the agent, put between each event and who else is told of it. */
public final class AgentMetrics {

  private final MetricsRegistry registry;
  private final Map<String, BindingMetrics> bindings = new LinkedHashMap<>();
  private final Map<String, ConnectionMetrics> connections = new LinkedHashMap<>();
  private volatile Supplier<Map<Generation, Integer>> open = Collections::emptyMap;

  /** Makes the counters of these bindings. */
  public AgentMetrics(List<String> names, String version, LeaseClock clock) {
    this.registry = new MetricsRegistry("agent", version, clock);
    for (String name : names) {
      bindings.put(name, registry.add(name));
      connections.put(name, registry.add(name, () -> open.get()));
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

  /** Says what knows how many connections of each generation are open. */
  public void connections(Supplier<Map<Generation, Integer>> source) {
    open = source;
  }

  /** Returns what counts the events of leases; {@code faults} takes its faults. */
  public LeaseListener leases(Consumer<Throwable> faults) {
    return new CompositeLeaseListener(faults, bindings.values().toArray(new LeaseListener[0]));
  }

  /** Returns what counts how connections come and go, and tells another listener. */
  public RetirementListener retirements(RetirementListener next) {
    return new RetirementMetrics(bindings, connections, next);
  }

  /** Returns what counts logins, and tells another listener. */
  public LoginListener logins(LoginListener next) {
    return new CountedLogins(registry.logins(), next);
  }

  /** Returns a binding's source with its fetches counted and timed. */
  public LeaseSource measured(String binding, LeaseSource source) {
    return of(bindings, binding).measured(source);
  }

  /** Returns a binding's probe with its answers counted. */
  public CredentialProbe measured(String binding, CredentialProbe probe) {
    return of(bindings, binding).measured(probe);
  }

  /**
   * Returns a binding's supply with its refusals counted.
   *
   * @param begun whether a first lease was asked for
   */
  public CredentialsProvider measured(
      String binding, CredentialsProvider supply, BooleanSupplier begun) {
    of(bindings, binding).begun(begun);
    return new CountedCredentials(supply, of(connections, binding));
  }

  private static <T> T of(Map<String, T> all, String binding) {
    T found = all.get(binding);
    if (found == null) {
      throw new IllegalArgumentException("no binding " + binding);
    }
    return found;
  }
}
