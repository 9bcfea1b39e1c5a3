// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.HandOverMode;
import dev.leasehold.inject.HandOverDriver;
import dev.leasehold.inject.UnchangedConnect;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.catalog.Pools;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.observe.ObservationReport;
import dev.leasehold.retire.ConnectionHolder;
import dev.leasehold.retire.ConnectionHolders;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.IdentityReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are opened while Leasehold only observes, and whether each could be moved to
 * a new session when a generation is retired. It executes nothing on them, so it knows a session
 * from its statements, and not from its database. Safe for many threads.
 */
final class ObservedConnections implements LeaseListener {

  private final HandOverDriver driver = Drivers.handOver();
  private final ConnectionHolders holders = new ConnectionHolders(Pools.classNames());
  private final ObservationReport report;
  private final Map<Object, ObservedConnection> open = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  /** Makes an observer that has seen no connection. */
  ObservedConnections(ObservationReport report) {
    this.report = report;
  }

  /** Takes note of a call of a connection; returns whether the call was for it. */
  boolean seen(String kind, Object[] arguments) throws SQLException {
    return driver.seen(kind, arguments);
  }

  /**
   * Returns an attempt that sees whether a connect succeeds; null where the binding's are not
   * moved.
   */
  @Nullable ConnectAttempt connecting(
      BindingSettings binding, @Nullable Object first, @Nullable Object second) {
    return binding.handOver() == HandOverMode.OFF
        ? null
        : new ObservedConnect(binding, first, second);
  }

  private void keep(BindingSettings binding, Connection connection) {
    Reference<?> gone;
    while ((gone = collected.poll()) != null) {
      open.remove(gone);
    }
    ConnectionHolder holder = holders.current();
    boolean told = holder != null && holder.isTold();
    if (!told || binding.handOver() == HandOverMode.ALWAYS) {
      ObservedConnection made =
          new ObservedConnection(connection, collected, binding.name(), holder);
      open.putIfAbsent(made, made);
    }
  }

  @Override
  public void retired(Generation generation) {
    for (ObservedConnection each : open.values()) {
      if (each.binding.equals(generation.binding())) {
        look(each);
      }
    }
  }

  private void look(ObservedConnection observed) {
    Connection connection = (Connection) observed.get();
    HandOverResult obstacle =
        connection == null ? HandOverResult.CLOSED : driver.obstacle(connection, Duration.ZERO);
    if (obstacle != null && obstacle.kind() == HandOverResult.HandOverKind.CLOSED) {
      open.remove(observed);
      return;
    }
    String outlook =
        obstacle != null && obstacle.isOfSession()
            ? " could not be moved to a new session: " + obstacle.reason()
            : " would be moved to a new session, if its database shows no state in the way";
    if (!outlook.equals(observed.said)) {
      observed.said = outlook;
      report.connection("connection that was opened by " + observed.holder + outlook);
    }
  }

  /** One of them. */
  private static final class ObservedConnection extends IdentityReference {

    private final String binding;
    private final String holder;

    /** On the thread that tells of retirements. */
    private @Nullable String said;

    ObservedConnection(
        Connection connection,
        ReferenceQueue<Object> collected,
        String binding,
        @Nullable ConnectionHolder holder) {
      super(connection, collected);
      this.binding = binding;
      this.holder = holder == null ? "an unknown holder" : holder.toString();
    }
  }

  /** Keeps the connection that comes of it. */
  private final class ObservedConnect extends UnchangedConnect {

    private final BindingSettings binding;

    ObservedConnect(BindingSettings binding, @Nullable Object first, @Nullable Object second) {
      super(first, second);
      this.binding = binding;
    }

    @Override
    protected void opened(Object connection) {
      try {
        if (connection instanceof Connection) {
          keep(binding, (Connection) connection);
        }
      } catch (RuntimeException | Error unseen) {
        report.connection("a connection that could not be looked at: " + unseen);
      }
    }
  }
}
