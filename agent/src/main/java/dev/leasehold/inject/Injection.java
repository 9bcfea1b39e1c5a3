package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.retire.Ledger;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Answers woven code: each matched connection gets its binding's current credential. */
public final class Injection implements Hooks {

  private final List<DriverDialect> dialects;
  private final Map<String, PoolKind> poolKinds;
  private final List<BoundSupply> bindings;
  private final Map<String, BoundSupply> byName = new ConcurrentHashMap<>();
  private final Ledger ledger;

  /**
   * Makes the answers.
   *
   * @param dialects the drivers that are known
   * @param poolKinds how to reach a pool, by the kind that woven code names
   * @param bindings in order: the first that matches is used
   * @param ledger takes every connection that is opened; its bindings' supplies are set here
   */
  public Injection(
      List<DriverDialect> dialects,
      Map<String, PoolKind> poolKinds,
      List<BoundSupply> bindings,
      Ledger ledger) {
    this.dialects = dialects;
    this.poolKinds = poolKinds;
    this.bindings = bindings;
    this.ledger = ledger;
    for (BoundSupply bound : bindings) {
      byName.put(bound.binding(), bound);
      ledger.bind(bound.binding(), bound.supply());
    }
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      Object driver, @Nullable String url, @Nullable Properties info) throws SQLException {
    DriverDialect dialect = ConnectionRequest.dialectOf(dialects, url);
    if (dialect == null || url == null || OwnConnections.isOpening()) {
      return null;
    }
    try {
      ConnectionRequest request = new ConnectionRequest(dialect, url, info);
      BoundSupply bound = match(request);
      return bound == null ? null : begin(bound, (Driver) driver, request);
    } catch (RuntimeException | Error fault) {
      throw Failures.fault("(not known)", fault);
    }
  }

  private @Nullable BoundSupply match(ConnectionRequest request) {
    for (BoundSupply bound : bindings) {
      if (bound.match().matches(request.url(), request.user())) {
        return bound;
      }
    }
    return null;
  }

  private ConnectAttempt begin(BoundSupply bound, Driver driver, ConnectionRequest request)
      throws SQLException {
    try {
      String url = request.urlWithoutCredentials();
      bound.canary().remember(request.dialect(), driver, url, request.copyWithoutCredentials());
      return Attempt.begin(request.dialect(), bound, ledger, url, request.copyWithoutCredentials());
    } catch (NoCredentialException none) {
      throw Failures.refused(none.getMessage(), none);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(bound.binding());
    } catch (RuntimeException | Error fault) {
      throw Failures.fault(bound.binding(), fault);
    }
  }

  @Override
  public boolean isRetired(Object connection) {
    return ledger.isRetired((Connection) connection);
  }

  @Override
  public Throwable explain(Object connection, Throwable thrown) {
    Connection physical = (Connection) connection;
    Generation generation = ledger.generationOf(physical);
    if (generation == null || thrown instanceof Error || Failures.isLeaseEnded(thrown)) {
      return thrown;
    }
    if (ledger.isEnded(physical)) {
      return Failures.leaseEnded(generation, thrown);
    }
    reportIfSuspicious(generation, thrown);
    return thrown;
  }

  private void reportIfSuspicious(Generation generation, Throwable thrown) {
    SQLException suspicious = SqlStates.find(thrown, this::isSuspicious);
    BoundSupply bound = byName.get(generation.binding());
    if (suspicious != null && bound != null) {
      // The state alone: the message of a failed statement may quote the application's data.
      bound.supply().suspect(generation, "SQLState " + suspicious.getSQLState());
    }
  }

  private boolean isSuspicious(String sqlState) {
    return dialects.stream().anyMatch(dialect -> dialect.isSuspicious(sqlState));
  }

  @Override
  public boolean isToGo(String kind, Object pooled) throws ReflectiveOperationException {
    PoolKind known = poolKinds.get(kind);
    return known != null && known.isToGo(pooled, ledger::isToGo);
  }

  @Override
  public void poolStarted(String kind, Object pool) {
    PoolKind known = poolKinds.get(kind);
    if (known != null) {
      ledger.poolStarted(pool, known.reach(pool));
    }
  }

  @Override
  public void poolStopped(Object pool) {
    ledger.poolStopped(pool);
  }
}
