// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.GONE;
import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.json.JsonObject;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Secret;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Leases on one path: a dynamic or static database role, or a key-value secret with {@code
 * username} and {@code password}. Safe for use by many threads; each call takes a few requests at
 * most, each bounded by the connection's time-out.
 */
public final class VaultLeaseSource implements LeaseSource {

  private final VaultSession session;
  private final String path;
  private final AtomicBoolean closed = new AtomicBoolean();

  VaultLeaseSource(VaultSession session, String path) {
    this.session = session;
    this.path = path;
  }

  @Override
  public Lease fetch() throws LeaseException {
    return fetch(Duration.ZERO);
  }

  @Override
  public Lease fetch(Lease inUse) throws LeaseException {
    return inUse.revocable() ? fetch(session.remaining(inUse)) : readAgain(inUse);
  }

  private Lease fetch(Duration inUse) throws LeaseException {
    VaultRequest read = VaultRequest.get(path);
    try (VaultOperation reading = session.converse();
        VaultExchange asked = session.askForMore(read, inUse)) {
      requireSuccess(read, asked.answer());
      return lease(asked);
    }
  }

  /**
   * Renews a lease and, when that is due, the token that it lives by. The answer lasts no longer
   * than that token. A secret that Vault does not end is read again; it may be another credential
   * by then.
   */
  @Override
  public Lease renew(Lease lease) throws LeaseException {
    return lease.revocable() ? renew(lease, granted(lease)) : readAgain(lease);
  }

  /** The lease on a credential that is still the same stays, for as long as it is good by now. */
  private Lease readAgain(Lease lease) throws LeaseException {
    Lease read = fetch();
    if (!read.credential().equals(lease.credential())) {
      return read;
    }
    Lease longer = lease.renewed(read.grantedAt(), read.duration(), read.renewable());
    Duration changes = read.changesAfter();
    return changes == null ? longer : longer.changingAfter(changes);
  }

  /** Renews a lease for so long, or for as long as Vault allows. */
  Lease renew(Lease lease, Duration increment) throws LeaseException {
    JsonObject body = new JsonObject().with("lease_id", lease.id());
    body.with("increment", increment.getSeconds());
    VaultRequest renewal = VaultRequest.put("sys/leases/renew", body).repeatable();
    try (VaultOperation renewing = session.converse();
        VaultExchange asked = session.ask(renewal, lease.id())) {
      VaultResponse answer = asked.answer();
      requireSuccess(renewal, answer);
      Duration longer = positive(seconds(renewal, answer), answer);
      Duration bounded = session.ownRenewed(lease.id(), asked.at(), longer);
      Lease renewed = lease.renewed(asked.at(), atLeastAMilli(bounded), answer.flag("renewable"));
      return explained(renewed, longer);
    }
  }

  @Override
  public void revoke(Lease lease) throws LeaseException {
    if (lease.revocable()) {
      revoke(lease.id());
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      session.sourceClosed();
    }
  }

  /**
   * Returns for how long Vault last granted the lease, whether its token lives that long or not.
   */
  Duration granted(Lease lease) {
    Duration granted = session.granted(lease.id());
    return granted == null ? lease.duration() : granted;
  }

  /**
   * Gives a useless lease back, and returns {@code why}, with the failure of the revocation in it.
   */
  LeaseException giveBack(Lease lease, LeaseException why) {
    return revokeUseless(lease.id(), why);
  }

  String path() {
    return path;
  }

  VaultOperation converse() {
    return session.converse();
  }

  private void requireSuccess(VaultRequest request, VaultResponse answer) throws LeaseException {
    if (!answer.isSuccess()) {
      throw session.fault(request, answer);
    }
  }

  private Duration seconds(VaultRequest renewal, VaultResponse answer) throws LeaseException {
    try {
      return answer.seconds("lease_duration");
    } catch (BadResponseException e) {
      throw session.fault(renewal, answer, e);
    }
  }

  /** Returns the lease, with the reason where it is shorter than Vault granted. */
  private Lease explained(Lease lease, Duration granted) {
    return lease.revocable() && lease.duration().compareTo(granted) < 0
        ? lease.cutShort(session.whyCutShort())
        : lease;
  }

  private Lease lease(VaultExchange asked) throws LeaseException {
    VaultResponse answer = asked.answer();
    ClockReading at = asked.at();
    SecretKind kind = SecretKind.of(answer);
    String id = kind.id(answer, path, at);
    boolean dynamic = kind == SecretKind.DYNAMIC;
    try {
      Credential credential = credential(kind, answer);
      Duration granted = positive(kind.duration(answer), answer);
      Duration bounded = dynamic ? session.own(asked.token(), id, at, granted) : granted;
      boolean renewable = kind.isRenewable(answer);
      Duration lasts = atLeastAMilli(bounded);
      Lease lease = new Lease(id, credential, at, lasts, renewable, dynamic);
      return explained(kind.withChange(lease, answer), granted);
    } catch (BadResponseException e) {
      throw useless(dynamic, id, session.fault(VaultRequest.get(path), answer, e));
    } catch (LeaseException e) {
      throw useless(dynamic, id, e);
    }
  }

  private LeaseException useless(boolean dynamic, String id, LeaseException why) {
    return dynamic ? revokeUseless(id, why) : why;
  }

  private Credential credential(SecretKind kind, VaultResponse answer) throws LeaseException {
    String username = kind.username(answer);
    String password = kind.password(answer);
    if (username.isEmpty() || password.isEmpty()) {
      throw unusable(
          answer,
          "no " + (username.isEmpty() ? "username" : "password"),
          "name a creds path of the database engine, or a secret with username and password");
    }
    if (!VaultErrors.isOneLine(username)) {
      throw unusable(
          answer,
          "a username that has control characters in it",
          "check username_template of the role, or the secret");
    }
    return new Credential(username, Secret.of(password));
  }

  private Duration positive(Duration duration, VaultResponse answer) throws LeaseException {
    if (duration.isZero()) {
      throw unusable(answer, "a lease of 0 seconds", "set default_ttl of the database role");
    }
    return duration;
  }

  private LeaseException unusable(VaultResponse answer, String what, String next) {
    return new LeaseException(
        INVALID,
        "Vault answered "
            + answer.status()
            + " for "
            + path
            + " with "
            + what
            + "; "
            + next
            + " (at "
            + session.connection()
            + ")",
        null,
        answer.correlationId());
  }

  private void revoke(String leaseId) throws LeaseException {
    VaultRequest revocation =
        VaultRequest.put("sys/leases/revoke", new JsonObject().with("lease_id", leaseId))
            .repeatable();
    try (VaultOperation revoking = session.converse();
        VaultExchange asked = session.ask(revocation, leaseId)) {
      requireSuccess(revocation, asked.answer());
    } catch (LeaseException e) {
      if (e.kind() != GONE) {
        throw e;
      }
    }
    session.disown(leaseId);
  }

  private LeaseException revokeUseless(String leaseId, LeaseException why) {
    try {
      revoke(leaseId);
      return why;
    } catch (LeaseException kept) {
      String both =
          why.getMessage() + "; that lease could not be revoked, either: " + kept.getMessage();
      return new LeaseException(why.kind(), both, why);
    }
  }

  /** A token that ends this moment leaves a lease that has ended, not a lease without a length. */
  private static Duration atLeastAMilli(Duration duration) {
    return duration.isZero() ? Duration.ofMillis(1) : duration;
  }

  /** Returns the path; no secret. */
  @Override
  public String toString() {
    return "leases on " + path;
  }
}
