// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.SqlFailures;
import dev.leasehold.lease.Generation;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the servers that a driver tries for one connect, where the driver has a login
 * point. Else it is the driver's answer for the connection as a whole. Refuses servers that the
 * binding does not cover. The driver may connect on a thread of its own, which may go on after the
 * connect has timed out: safe for many threads.
 */
final class LoginOutcomes implements LoginObserver {

  private final ConnectionRequest request;
  private final BindingContext bound;
  private final Targets targets;

  @GuardedBy("this") private final List<Rejection> rejections = new ArrayList<>(1);

  @GuardedBy("this") private final List<Target> tried = new ArrayList<>(1);

  @GuardedBy("this") private @Nullable Target reached;

  @GuardedBy("this") private @Nullable SQLException refusal;

  LoginOutcomes(ConnectionRequest request, BindingContext bound) {
    this.request = request;
    this.bound = bound;
    this.targets = request.targets();
  }

  /** A target that has rejected the credential. */
  static final class Rejection {

    private final Target by;
    private final SQLException failure;

    private Rejection(Target by, SQLException failure) {
      this.by = by;
      this.failure = failure;
    }

    Target by() {
      return by;
    }

    SQLException failure() {
      return failure;
    }
  }

  /** Returns the targets of the connection. */
  Targets targets() {
    return targets;
  }

  /** Forgets all answers: the connect is repeated. */
  synchronized void clear() {
    rejections.clear();
    tried.clear();
    reached = null;
    refusal = null;
  }

  @Override
  public boolean isMatched(Target server) {
    return targets.hasServer(server);
  }

  @Override
  public List<Target> matched() {
    return targets.each();
  }

  @Override
  public void reaching(Target server) throws SQLException {
    Target target = among(server);
    if (target == null && !bound.covers(request.url(), targets, request.user(), server)) {
      SQLException elsewhere = ConnectFailures.ledElsewhere(bound.binding(), server, targets);
      synchronized (this) {
        refusal = elsewhere;
      }
      throw elsewhere;
    }
    synchronized (this) {
      tried.add(target == null ? server : target);
    }
  }

  @Override
  public void answered(Target server, @Nullable Throwable thrown) {
    Target known = among(server);
    Target target = known == null ? server : known;
    SQLException rejection =
        thrown == null ? null : bound.start().rejection(request.dialect(), "", thrown);
    synchronized (this) {
      if (thrown == null) {
        reached = target;
        rejections.removeIf(earlier -> earlier.by.equals(target)); // Taken without TLS, say.
      } else if (rejection != null) {
        rejections.add(new Rejection(target, rejection));
      }
    }
  }

  /**
   * A successful login is heard of as a whole as well, so a success at one server is told to
   * nobody.
   */
  @Override
  public void failedAtOne(Throwable thrown) {
    Target whole = targets.whole();
    SQLException rejection = bound.start().rejection(request.dialect(), "", thrown);
    synchronized (this) {
      if (rejection != null) {
        rejections.removeIf(earlier -> earlier.by.equals(whole)); // A driver may try for minutes.
        rejections.add(new Rejection(whole, rejection));
      }
    }
  }

  @Override
  public LoginObserver afterwards() {
    return new LateLogin(bound, request.url(), targets, request.user());
  }

  /**
   * Returns the failure with which a connect ends. It is the driver's failure, or the refusal of a
   * server that the binding does not cover. The refusal counts where the driver's failure does not
   * tell of it.
   */
  synchronized @Nullable Throwable told(@Nullable Throwable thrown) {
    SQLException last = refusal();
    if (last == null || thrown == null || SqlFailures.find(thrown, each -> each == last) != null) {
      return thrown;
    }
    last.addSuppressed(thrown);
    return last;
  }

  /** Returns the refusal of a server that the binding does not cover; null where there was none. */
  synchronized @Nullable SQLException refusal() {
    return refusal;
  }

  private @Nullable Target among(Target server) {
    for (Target target : targets.each()) {
      if (target.isAt(server)) {
        return target;
      }
    }
    return null;
  }

  /** Returns the target that has let the user in. */
  synchronized Target reached() {
    Target known = reached;
    return known == null ? targets.whole() : known;
  }

  /** Returns the rejections by other targets on the way to that target. */
  synchronized List<Rejection> rejections() {
    Target taker = reached();
    List<Rejection> others = new ArrayList<>(rejections);
    others.removeIf(rejection -> rejection.by.equals(taker));
    return others;
  }

  /**
   * Returns the target that has rejected the credential; null when none has, as far as can be told.
   * A refusal of Leasehold's own has the SQLState of a rejection, and is none.
   *
   * @param thrown the failure with which the driver ended; it may be about another server
   */
  @Nullable Rejection rejection(Generation generation, @Nullable Throwable thrown) {
    String username = generation.credential().username();
    SQLException last = bound.start().rejection(request.dialect(), username, thrown);
    synchronized (this) {
      if (!rejections.isEmpty()) {
        return rejections.get(rejections.size() - 1);
      }
      return last == null ? null : new Rejection(lastTried(), last);
    }
  }

  @GuardedBy("this") private Target lastTried() {
    return tried.isEmpty() ? targets.whole() : tried.get(tried.size() - 1);
  }

  /**
   * Asks for a look at the credential after a connect whose failure says nothing of it. The look is
   * at a server where the application has logged in before. A server or a proxy may have its own
   * words for a rejection. Of several such servers, the look begins at the first; the driver's
   * failure may be the last server's. Where servers count as one target, they are looked at as
   * that.
   */
  void suspectUnreached(Generation generation, @Nullable Throwable thrown) {
    SQLException failure = SqlFailures.find(thrown, any -> true);
    if (failure == null || ConnectFailures.isOwn(failure)) {
      return;
    }
    List<Target> asked;
    synchronized (this) {
      asked = new ArrayList<>(tried);
    }
    asked.add(targets.whole());
    for (Target target : asked) {
      if (bound.probe().dialect(target) != null) {
        bound
            .credentials()
            .suspect(generation, target, "a connect failed, SQLState " + failure.getSQLState());
        return;
      }
    }
  }
}
