// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.inject.reactive.AsyncAdmission;
import dev.leasehold.inject.reactive.AsyncCredentials;
import dev.leasehold.inject.reactive.ReactiveBinding;
import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.retire.HandOver;
import dev.leasehold.retire.Ledger;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A binding as injection sees it: which connections, and where their credentials come from. */
public final class BindingContext implements ReactiveBinding {

  private final String binding;
  private final ConnectionMatcher match;
  private final CredentialsProvider credentials;
  private final DriverProbe probe;
  private final StatementHints hints;
  private final AsyncCredentials asyncCredentials;
  private volatile @Nullable HandOverRecipes handOvers;
  private volatile ConnectListener listener = new ConnectListener() {};

  /** Null where a pattern says which servers the binding is for. */
  private final @Nullable SelfBinding self;

  /** Null where {@link #self} is. */
  private final @Nullable AsyncAdmission admission;

  /**
   * Joins a binding's parts.
   *
   * @param binding the binding's name
   * @param probe told of every attempt and success, so that it can make an attempt of its own
   * @param hints told of the failures of live connections
   * @param self finds out which servers the binding is for; null where a pattern says it
   */
  public BindingContext(
      String binding,
      ConnectionMatcher match,
      CredentialsProvider credentials,
      DriverProbe probe,
      StatementHints hints,
      @Nullable SelfBinding self) {
    this.self = self;
    this.admission = self == null ? null : new AsyncAdmission(self);
    this.binding = binding;
    this.match = match;
    this.credentials = credentials;
    this.probe = probe;
    this.hints = hints;
    this.asyncCredentials = new AsyncCredentials(credentials);
    probe.coveredBy((like, server) -> covers(like.url(), like.targets(), like.user(), server));
  }

  /** Sets the listener for connects that come to nothing. Before the first connect. */
  public void listener(ConnectListener told) {
    listener = told;
  }

  /** Says that live connections are moved to new sessions. Before the first connect. */
  public void handOver(HandOverPolicy policy) {
    handOvers = new HandOverRecipes(policy, this);
  }

  /** Returns the hand-over for a connection that was opened so; null when it is not moved. */
  @Nullable HandOver handOver(DriverProbe.ConnectSample sample, Ledger ledger) {
    HandOverRecipes recipes = handOvers;
    return recipes == null ? null : recipes.of(sample, ledger);
  }

  @Override
  public SQLException refused(Targets targets, SQLException refusal) {
    listener.refused(binding, targets, ConnectFailures.why(refusal));
    return refusal;
  }

  /** Says that a connect got a credential that its database rejected. */
  void rejected(Targets targets) {
    listener.rejected(binding, targets);
  }

  @Override
  public String binding() {
    return binding;
  }

  ConnectionMatcher match() {
    return match;
  }

  /** Returns whether the binding is for a connection like this to one other server, too. */
  boolean covers(String url, Targets like, @Nullable String user, Target server) {
    String database = like.each().get(0).database();
    Targets there =
        Targets.of(Target.of(server.host(), server.port(), database))
            .withDefaultPort(like.defaultPort())
            .withDetours(like.detours())
            .withParameters(like.parameters());
    if (self != null && !self.isFor(server)) {
      return false;
    }
    try {
      return match.matches(url, there, user);
    } catch (UncertainTargetException uncertain) {
      return false;
    }
  }

  /**
   * Returns whether a connection may log in again to this server.
   *
   * @param target the target to which it has led
   */
  boolean reachesAgain(Target target, Target server) {
    DriverProbe.ConnectSample sample = probe.sample(target);
    return target.isAt(server)
        || (sample != null
            && (sample.targets().hasServer(server)
                || covers(sample.url(), sample.targets(), sample.user(), server)));
  }

  /** Returns whether a connect may use the credential; see {@link SelfBinding#admits}. */
  boolean admits(String url, Targets targets) throws SQLException, InterruptedException {
    return self == null || self.admits(url, targets);
  }

  @Override
  public @Nullable Boolean admitsNow(String url, Targets targets) throws SQLException {
    return self == null ? Boolean.TRUE : self.ask(url, targets);
  }

  @Override
  public CompletableFuture<Boolean> turn(String url, Targets targets) {
    return admission == null
        ? CompletableFuture.completedFuture(true)
        : admission.turn(url, targets);
  }

  /** Returns whether the binding has found out that it is for other servers. */
  boolean isForOthers(Targets targets) {
    return self != null && self.isForOthers(targets);
  }

  @Override
  public void letIn(Targets targets) {
    if (self != null && self.accepted(targets)) {
      probe.keep(targets);
      credentials.keep(targets);
    }
  }

  /** The same, where one target is all that is known. */
  void letIn(Target whole) {
    Targets offered = self == null ? null : self.offered(whole);
    if (offered != null) {
      letIn(offered);
    }
  }

  @Override
  public void ended(Targets targets, boolean rejected) {
    if (self != null) {
      if (rejected) {
        self.rejected(targets);
      } else {
        self.ended(targets);
      }
    }
  }

  @Override
  public CredentialsProvider credentials() {
    return credentials;
  }

  @Override
  public AsyncCredentials asyncCredentials() {
    return asyncCredentials;
  }

  @Override
  public boolean refused(
      Generation generation, Target by, DriverDialect dialect, SQLException failure) {
    SQLException rejection =
        start().rejection(dialect, generation.credential().username(), failure);
    if (rejection != null) {
      rejected(Targets.of(by));
      Targets offered = self == null ? null : self.offered(by);
      if (offered != null) {
        ended(offered, true);
      }
      asyncCredentials.rejected(generation, by, ConnectFailures.reason(rejection));
    }
    return rejection != null;
  }

  DriverProbe probe() {
    return probe;
  }

  StatementHints hints() {
    return hints;
  }

  @Override
  public SessionStart start() {
    return probe.start();
  }
}
