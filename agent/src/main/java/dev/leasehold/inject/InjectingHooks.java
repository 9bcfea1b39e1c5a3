// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectMethods;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.jdbc.SqlFailures;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.reactive.ReactiveLogin;
import dev.leasehold.inject.reactive.ReactiveLogins;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.retire.ClosedConnections;
import dev.leasehold.retire.Ledger;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Answers woven code: each matched connection gets its binding's current credential. */
public final class InjectingHooks implements Hooks, ReactiveLogins {

  private final Map<String, ConnectMethod> connectMethods;
  private final Map<String, LoginPoint> loginPoints;
  private final Map<String, ReactiveDriver> reactive;
  private final Map<String, PoolIntegration> poolIntegrations;
  private final List<BindingContext> bindings;
  private final Map<String, BindingContext> byName = new ConcurrentHashMap<>();
  private final Ledger ledger;
  private volatile @Nullable HandOverDriver watching;
  private volatile @Nullable UnwovenDrivers unwoven;

  /**
   * Makes the answers.
   *
   * @param connectMethods the methods of drivers that are woven, by the name that woven code gives
   * @param loginPoints the drivers' login points for one server, by the name that woven code gives
   * @param reactive the drivers without JDBC, by the kinds that woven code names
   * @param poolIntegrations the integrations of pools, by the kind that woven code names
   * @param bindings in order: the first that matches is used
   * @param ledger takes every connection that is opened; it knows the bindings' credentials
   */
  public InjectingHooks(
      Map<String, ConnectMethod> connectMethods,
      Map<String, LoginPoint> loginPoints,
      Map<String, ReactiveDriver> reactive,
      Map<String, PoolIntegration> poolIntegrations,
      List<BindingContext> bindings,
      Ledger ledger) {
    this.connectMethods = connectMethods;
    this.loginPoints = loginPoints;
    this.reactive = reactive;
    this.poolIntegrations = poolIntegrations;
    this.bindings = bindings;
    this.ledger = ledger;
    for (BindingContext bound : bindings) {
      byName.put(bound.binding(), bound);
    }
  }

  /** Sets the driver that is told of the calls of its connections. Before the first connect. */
  public void watch(HandOverDriver driver) {
    watching = driver;
  }

  /** Sets the drivers that connect without asking, and are refused. Before the first connect. */
  public void refuse(UnwovenDrivers drivers) {
    unwoven = drivers;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      String connectMethod,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second)
      throws SQLException {
    if (OwnConnections.isOpening()) {
      return null;
    }
    CurrentLogin.forgetEnded();
    try {
      ConnectionRequest request =
          ConnectMethods.read(connectMethods, connectMethod, target, first, second);
      BindingContext bound =
          request == null ? null : match(request.url(), request.targets(), request.user());
      return request == null || bound == null ? null : begin(bound, request);
    } catch (RuntimeException | Error fault) {
      throw ConnectFailures.fault("(not known)", fault);
    }
  }

  @Override
  public void reaching(String loginPoint, Object server) throws Exception {
    CurrentLogin login = CurrentLogin.current();
    boolean ended = login == null || login.hasEnded();
    if (ended || loginPoint.equals(UnwovenDrivers.LOGIN_POINT)) {
      refuseUnwoven(loginPoint, server);
    }
    boolean again = ended && isReachingAgain(loginPoint, server);
    if (login == null || again || (ended && !loginPoint(loginPoint).mayOutliveConnect())) {
      return;
    }
    LoginObserver observer = login.observer();
    Target reached = server(loginPoint, server, observer);
    login.reaching(server, reached);
    try {
      observer.reaching(reached);
    } catch (SQLException refusal) {
      throw loginPoint(loginPoint).asFailure(refusal);
    }
  }

  private void refuseUnwoven(String loginPoint, Object server) throws Exception {
    UnwovenDrivers drivers = unwoven;
    SQLException refusal = drivers == null ? null : drivers.refusal(loginPoint, server);
    LoginPoint known = refusal == null ? null : loginPoints.get(loginPoint);
    if (refusal != null) {
      Targets somewhere = Targets.of(Target.of("(not known)", Target.NO_PORT, null));
      bindings.forEach(bound -> bound.refused(somewhere, refusal)); // It may be of any of them.
      throw known == null ? refusal : known.asRefusal(server, refusal);
    }
  }

  /**
   * A connection of ours that its driver logs in once more is to stay where the binding is for.
   *
   * @return whether it is such a connection
   */
  private boolean isReachingAgain(String loginPoint, Object server) throws SQLException {
    LoginPoint known = loginPoint(loginPoint);
    Object connection = known.connection(server);
    Generation generation = connection == null ? null : ledger.generationOf(connection);
    Target target = connection == null ? null : ledger.targetOf(connection);
    BindingContext bound = generation == null ? null : byName.get(generation.binding());
    if (connection == null || bound == null || target == null) {
      return false;
    }
    try {
      Target instance = known.instance(server);
      Target reached = known.server(server);
      if (!bound.reachesAgain(target, instance == null ? reached : instance)
          && !bound.reachesAgain(target, reached)) {
        SQLException elsewhere =
            ConnectFailures.ledElsewhere(bound.binding(), reached, target.toString());
        throw known.asOwnException(server, bound.refused(Targets.of(reached), elsewhere));
      }
      ledger.loggingInAgain(connection);
      return true;
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(
          "which server " + loginPoint + " reaches: " + changed, changed);
    }
  }

  private LoginPoint loginPoint(String loginPoint) {
    LoginPoint known = loginPoints.get(loginPoint);
    if (known == null) {
      throw new IllegalStateException(
          "woven for the login point " + loginPoint + ", which is not known");
    }
    return known;
  }

  @Override
  public void answered(String loginPoint, Object server, @Nullable Throwable thrown) {
    CurrentLogin login = CurrentLogin.current();
    if (login != null && !login.hasEnded()) {
      LoginObserver observer = login.observer();
      Target noted = login.answered(server);
      if (!loginPoint(loginPoint).countsAsOne()) {
        observer.answered(noted == null ? server(loginPoint, server, observer) : noted, thrown);
      } else if (thrown != null) {
        observer.failedAtOne(thrown);
      }
    }
  }

  private Target server(String loginPoint, Object called, LoginObserver login) {
    LoginPoint known = loginPoint(loginPoint);
    Object server = called == Hooks.UNNAMED ? LoginPoint.UNNAMED : called;
    try {
      Target instance = known.instance(server);
      return instance != null && login.isMatched(instance)
          ? instance
          : asMatched(known, server, login);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(
          "which server " + loginPoint + " reaches: " + changed, changed);
    }
  }

  private static Target asMatched(LoginPoint point, Object named, LoginObserver login)
      throws ReflectiveOperationException {
    Target server = point.server(named);
    if (!login.isMatched(server)) {
      for (Target matched : login.matched()) {
        if (point.isAlso(matched, server, named)) {
          return matched;
        }
      }
    }
    return server;
  }

  private @Nullable BindingContext match(String url, Targets targets, @Nullable String user)
      throws SQLException {
    try {
      for (BindingContext bound : bindings) {
        if (bound.match().matches(url, targets, user)) {
          return bound;
        }
      }
    } catch (UncertainTargetException uncertain) {
      SQLException refusal = ConnectFailures.refused(uncertain.getMessage(), uncertain);
      BindingContext meant = byName.get(uncertain.binding());
      throw meant == null ? refusal : meant.refused(targets, refusal);
    }
    tellUnmatched(url, targets, user);
    return null;
  }

  private void tellUnmatched(String url, Targets targets, @Nullable String user) {
    try {
      bindings.forEach(bound -> bound.match().unmatched(url, targets, user));
    } catch (RuntimeException | Error untold) {
      // A hint that cannot be given is no reason to refuse a connection that is no binding's.
    }
  }

  private @Nullable ConnectAttempt begin(BindingContext bound, ConnectionRequest request)
      throws SQLException {
    boolean admitted = false;
    ConnectAttempt begun = null;
    try {
      admitted = bound.admits(request.url(), request.targets());
      begun = admitted ? MatchedConnect.begin(request, bound, ledger) : null;
      return begun;
    } catch (NoCredentialException none) {
      throw bound.refused(request.targets(), ConnectFailures.refused(none.getMessage(), none));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw ConnectFailures.interrupted(bound.binding());
    } catch (SQLException refusal) {
      throw bound.refused(request.targets(), refusal);
    } catch (RuntimeException | Error fault) {
      throw bound.refused(request.targets(), ConnectFailures.fault(bound.binding(), fault));
    } finally {
      if (admitted && begun == null) {
        bound.ended(request.targets(), false);
      }
    }
  }

  @Override
  public Object @Nullable [] intercept(String kind, Object[] arguments) throws Exception {
    HandOverDriver watched = watching;
    if (watched != null && watched.seen(kind, arguments)) {
      return null;
    }
    ReactiveDriver driver = reactive.get(kind);
    if (driver != null) {
      return driver.interceptOrRefused(kind, arguments, this);
    }
    PoolIntegration pool = poolIntegrations.get(kind);
    return pool == null ? null : pool.intercept(arguments, ledger::isRetiredInPool);
  }

  @Override
  public @Nullable ReactiveLogin begin(String url, Targets targets, @Nullable String user)
      throws SQLException {
    BindingContext bound = match(url, targets, user);
    return bound == null || bound.isForOthers(targets)
        ? null
        : new ReactiveLogin(bound, url, targets, ledger);
  }

  @Override
  public void onBackendMessage(String kind, Object connection, Object message)
      throws ReflectiveOperationException {
    ReactiveDriver driver = reactive.get(kind);
    Generation generation =
        driver == null || !driver.isOfNote(message) ? null : ledger.generationOf(connection);
    Target target = generation == null ? null : ledger.targetOf(connection);
    BindingContext bound = generation == null ? null : byName.get(generation.binding());
    if (driver == null || generation == null || target == null || bound == null) {
      return;
    }
    SQLException failure = driver.failureOf(message);
    if (failure == null) {
      bound.letIn(target);
      bound.credentials().accepted(generation, target);
    } else if (!bound.refused(generation, target, driver.dialect(), failure)) {
      look(connection, bound, driver.dialect(), generation, target, failure);
    }
  }

  @Override
  public boolean isInvalid(Object connection) {
    return ledger.isInvalid(connection);
  }

  @Override
  public Throwable translate(Object connection, Throwable thrown) {
    Connection physical = (Connection) connection;
    Generation generation = ledger.generationOf(physical);
    Target target = ledger.targetOf(physical);
    if (generation == null
        || target == null
        || thrown instanceof Error
        || ConnectFailures.isLeaseEnded(thrown)) {
      return thrown;
    }
    if (ledger.isEnded(physical)) {
      return ConnectFailures.leaseEnded(generation, ledger.reasonOfStay(physical), thrown);
    }
    BindingContext bound = byName.get(generation.binding());
    DriverDialect dialect = bound == null ? null : bound.probe().dialect(target);
    if (bound != null && dialect != null) {
      look(physical, bound, dialect, generation, target, thrown);
    }
    return thrown;
  }

  /** Looks at the answer of a live connection's server. */
  private void look(
      Object connection,
      BindingContext bound,
      DriverDialect dialect,
      Generation generation,
      Target target,
      Throwable thrown) {
    bound.hints().failed(dialect, thrown);
    SQLException suspicious = SqlFailures.find(thrown, dialect::isSuspicious);
    if (suspicious != null) {
      suspect(connection, dialect, suspicious);
      // No message: that of a failed statement may quote the application's data.
      bound.credentials().suspect(generation, target, SqlFailures.code(suspicious));
    }
  }

  private void suspect(Object connection, DriverDialect dialect, SQLException suspicious) {
    if (dialect.isSessionEnd(suspicious)) {
      ledger.sessionEnded(connection);
    } else {
      ledger.suspect(connection);
    }
  }

  @Override
  public boolean shouldDiscard(String kind, Object pooled) throws ReflectiveOperationException {
    PoolIntegration known = poolIntegrations.get(kind);
    return known != null && known.shouldDiscard(pooled, this::isSpent);
  }

  /**
   * A connection that has ended is retired no more, and its pool may lend it on without looking.
   */
  private boolean isSpent(Connection pooled) {
    return ledger.shouldDiscard(pooled)
        || (ClosedConnections.isSurelyClosed(pooled) && !ledger.isLoggingIn(pooled));
  }

  @Override
  public void poolSetUp(String kind, Object pool, Object connection)
      throws ReflectiveOperationException {
    PoolIntegration known = poolIntegrations.get(kind);
    if (known != null) {
      known.setUp(pool, (Connection) connection);
    }
  }

  @Override
  public void poolStarted(String kind, Object pool) {
    PoolIntegration known = poolIntegrations.get(kind);
    if (known != null) {
      ledger.poolStarted(pool, known.reach(pool));
    }
  }

  @Override
  public void poolStopped(Object pool) {
    ledger.poolStopped(pool);
  }
}
