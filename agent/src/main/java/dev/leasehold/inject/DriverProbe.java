// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Tries a credential on each target the way the application last logged in there: same driver, URL
 * and properties. A target that has never answered a login is not tried, as its silence says
 * nothing of a credential. The connection is none of the ledger's. Safe for many threads.
 */
public final class DriverProbe implements CredentialProbe {

  /** More targets than an application has; the target that answered longest ago is forgotten. */
  private static final int MOST_KNOWN = 64;

  private final SessionStart start;
  private final int mostTargets;

  /** The target that answered last is at the end. */
  @GuardedBy("samples") private final Map<Target, ConnectSample> samples = new LinkedHashMap<>(4, 0.75f, true);

  private volatile BiPredicate<ConnectSample, Target> covers = (sample, server) -> false;

  /** The targets that the binding is for; null while it may be for any. */
  @GuardedBy("samples") private @Nullable Targets kept;

  /**
   * Makes a probe that knows no database yet.
   *
   * @param start the start of the application's sessions; the role is tried, too
   * @param mostTargets the number of targets on which a new credential is tried; the targets that
   *     answered last are taken
   */
  public DriverProbe(SessionStart start, int mostTargets) {
    this.start = start;
    this.mostTargets = mostTargets;
  }

  /** Sets the test for servers that a driver may be sent on to. Before the first connect. */
  void coveredBy(BiPredicate<ConnectSample, Target> binding) {
    covers = binding;
  }

  /** Returns the start of the application's sessions. */
  SessionStart start() {
    return start;
  }

  /**
   * Returns a sample of the connect that the application is about to make, to hand to {@link
   * #answered}.
   */
  public ConnectSample connecting(ConnectionRequest request) {
    return new ConnectSample(request);
  }

  /** Says that a target has answered a login that was made this way, with a yes or a no. */
  public void answered(Target target, ConnectSample sample) {
    synchronized (samples) {
      if (kept != null && !kept.includes(target)) {
        return;
      }
      samples.put(target, sample);
      if (samples.size() > MOST_KNOWN) {
        samples.remove(samples.keySet().iterator().next());
      }
    }
  }

  /** Forgets all other targets, for good: the binding is for these. */
  void keep(Targets targets) {
    synchronized (samples) {
      kept = targets;
      samples.keySet().removeIf(known -> !targets.includes(known));
    }
  }

  @Override
  public List<Target> targets() {
    List<Target> known;
    synchronized (samples) {
      known = new ArrayList<>(samples.keySet());
    }
    Collections.reverse(known);
    return known;
  }

  @Override
  public int mostTargets() {
    return mostTargets;
  }

  /** Returns the dialect of the driver that connects there; null when none has yet. */
  @Nullable DriverDialect dialect(Target target) {
    ConnectSample known = sample(target);
    return known == null ? null : known.dialect;
  }

  /** Returns the sample of the application's last login there; null when that is not known. */
  @Nullable ConnectSample sample(Target target) {
    synchronized (samples) {
      return samples.get(target);
    }
  }

  @Override
  public Verdict tryOut(Credential credential, Target target) throws SQLException {
    ConnectSample known = sample(target);
    Verdict verdict = known == null ? Verdict.UNTRIED : tryOut(known, credential, target);
    if (verdict == Verdict.UNTRIED && known != null) {
      forget(target, known); // Its driver is gone with its application.
    }
    return verdict;
  }

  private void forget(Target target, ConnectSample gone) {
    synchronized (samples) {
      samples.remove(target, gone);
    }
  }

  private Verdict tryOut(ConnectSample sample, Credential credential, Target target)
      throws SQLException {
    ProbeLogin servers = servers(sample, target);
    CurrentLogin login = begin(servers);
    try (Connection connection = sample.recipe.open(credential, target)) {
      if (connection == null) {
        return Verdict.UNTRIED;
      }
      servers.accepted();
      start.takeOn(sample.dialect, connection);
      return Verdict.ACCEPTED;
    } catch (SQLException e) {
      throw told(sample, credential, e, servers.failures());
    } finally {
      login.end();
      OwnConnections.end();
    }
  }

  /**
   * Returns the rejection that a failure tells of, or that one of the servers has answered with.
   */
  private SQLException told(
      ConnectSample sample, Credential credential, SQLException last, List<Throwable> earlier) {
    List<Throwable> all = new ArrayList<>(earlier);
    all.add(0, last);
    for (Throwable failure : all) {
      SQLException rejection = start.rejection(sample.dialect, credential.username(), failure);
      if (rejection != null) {
        return rejection;
      }
    }
    return last;
  }

  /**
   * Opens a connection whose session begins as that of a sample did, where that may lead.
   *
   * @return null when that is not possible any more, or not with its driver
   */
  @Nullable Connection openAlike(ConnectSample sample, Generation generation, Target target)
      throws SQLException {
    CurrentLogin login = begin(servers(sample, target));
    try {
      return sample.recipe.openAlike(generation, start, target);
    } finally {
      login.end();
      OwnConnections.end();
    }
  }

  private ProbeLogin servers(ConnectSample sample, Target target) {
    return new ProbeLogin(sample.targets, target, server -> covers.test(sample, server));
  }

  private static CurrentLogin begin(ProbeLogin servers) {
    OwnConnections.begin();
    return CurrentLogin.begin(servers);
  }

  @Override
  public boolean rejects(SQLException failure, Target target) {
    DriverDialect known = dialect(target);
    return known == null
        ? CredentialProbe.super.rejects(failure, target)
        : start.rejection(known, "", failure) != null;
  }

  /** A connect of the application that can be repeated. */
  public static final class ConnectSample {

    private final DriverDialect dialect;
    private final ConnectRecipe recipe;
    private final Targets targets;
    private final String url;
    private final @Nullable String user;

    private ConnectSample(ConnectionRequest request) {
      this.dialect = request.dialect();
      this.recipe = request.recipe();
      this.targets = request.targets();
      this.url = request.urlWithoutLogin();
      this.user = request.user();
    }

    /** Returns whether connections are opened the same way. */
    boolean isLike(ConnectSample other) {
      return recipe.isLike(other.recipe);
    }

    DriverDialect dialect() {
      return dialect;
    }

    Targets targets() {
      return targets;
    }

    String url() {
      return url;
    }

    @Nullable String user() {
      return user;
    }
  }
}
