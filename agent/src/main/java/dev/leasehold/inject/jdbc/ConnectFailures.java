// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.Printable;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLRecoverableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions that an application gets from a connect. Standard types only: it may serialise
 * them to where we are not.
 */
public final class ConnectFailures {

  /** Invalid authorisation specification, SQL:2016 part 2, table 38. */
  private static final String INVALID_AUTHORIZATION = "28000";

  /** Connection failure: pools drop a connection that throws it. */
  private static final String CONNECTION_FAILURE = "08006";

  private static final String SPEAKER = "Leasehold: ";

  private static final String LEASE_ENDED = "Leasehold: the lease of this connection has ended";

  /**
   * The number of generations in a row that an attempt finds drained before it fails with {@link
   * #drained}. A generation drains under an attempt only if a rotation falls in between; twice is a
   * fault.
   */
  public static final int MOST_DRAINED = 5;

  private ConnectFailures() {}

  /** Returns the failure that tells of a drained generation without a successor. */
  public static NoCredentialException drained(Generation generation) {
    return new NoCredentialException(
        "binding "
            + generation.binding()
            + ": generation "
            + generation.number()
            + " has been replaced and given back, and there is no newer generation; try again");
  }

  /** Returns the refusal of a login to a server that was not matched. */
  public static SQLException ledElsewhere(String binding, Target server, Targets matched) {
    return matched.isReadable()
        ? ledElsewhere(binding, server, matched.toString())
        : ledTo(
            server,
            binding,
            "and the hosts of the connection's URL cannot be read with certainty. The credential is"
                + " not sent there. Write the hosts plainly, as in host:port,host:port, or set"
                + " leasehold.url=* for all servers");
  }

  /** Returns the refusal of a login to a server that a driver has been led to by another server. */
  public static SQLException ledElsewhere(String binding, Target server, String matched) {
    return ledTo(
        server,
        binding,
        "which is none of the servers that the connection was matched by ("
            + matched
            + "). The credential is not sent there. If it is meant to go there, set leasehold.url"
            + " to a pattern that covers this server, too");
  }

  private static SQLException ledTo(Target server, String binding, String problem) {
    String led = "binding " + binding + ": the driver is about to log in to " + server;
    return refused(led + ", " + problem, null);
  }

  /** Returns a refusal to connect, as {@code Leasehold: <message>} with SQLState 28000. */
  public static SQLException refused(@Nullable String message, @Nullable Throwable cause) {
    return new SQLInvalidAuthorizationSpecException(
        SPEAKER + Printable.of(String.valueOf(message)), INVALID_AUTHORIZATION, cause);
  }

  /**
   * Returns whether this is a refusal of Leasehold's own. It has the SQLState of a rejection, but
   * is no judgement of a database about a credential.
   */
  public static boolean isOwn(SQLException failure) {
    return failure instanceof SQLInvalidAuthorizationSpecException
        && String.valueOf(failure.getMessage()).startsWith(SPEAKER);
  }

  /** Returns the reason that a refusal gives, without the name of the speaker. */
  public static String why(SQLException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return message.startsWith(SPEAKER) ? message.substring(SPEAKER.length()) : message;
  }

  /** Returns the refusal of a connect whose thread was interrupted while it waited. */
  public static SQLException interrupted(String binding) {
    return refused(
        "binding " + binding + ": interrupted while waiting for the first credential", null);
  }

  /** Returns the refusal of a connect whose binding has found that it is for other servers. */
  public static SQLException boundElsewhere(String binding, Targets targets) {
    return refused(
        "binding "
            + binding
            + ": another server has just accepted its credential, so that is the binding's, and "
            + targets.whole().server()
            + " is not. Connect once more, with the credential that is configured",
        null);
  }

  /** Returns the refusal of a connect that a fault of Leasehold's own has ended. */
  public static SQLException fault(String binding, Throwable fault) {
    return refused(
        "binding "
            + binding
            + ": a fault in Leasehold itself, "
            + fault.getClass().getName()
            + ". The connection is refused and the configured password is not tried. Please report it",
        fault);
  }

  /** Returns the words for a rejection as the reason of a rotation. */
  public static String reason(SQLException rejection) {
    return SqlFailures.code(rejection) + ": " + rejection.getMessage();
  }

  /** Returns the failure of a connect whose second credential was rejected like its first. */
  public static SQLException rejectedAgain(
      Generation generation, Target by, SQLException rejection) {
    return new SQLInvalidAuthorizationSpecException(
        "Leasehold: binding "
            + generation.binding()
            + ": "
            + by
            + " rejected generation "
            + generation.number()
            + " (role "
            + generation.credential().username()
            + ") as well, right after it replaced a rejected generation: "
            + Printable.of(String.valueOf(rejection.getMessage()))
            + ". Check the role's creation statements, the server's rules for logins (pg_hba.conf"
            + " in PostgreSQL), and that the lease is for this database",
        rejection.getSQLState(),
        rejection.getErrorCode(),
        rejection);
  }

  /** Returns the failure of a login that may not take on the role of {@code leasehold.set-role}. */
  public static SQLException roleRefused(String username, String role, SQLException refusal) {
    return new SQLInvalidAuthorizationSpecException(
        "the login role "
            + username
            + " may not take on the role "
            + role
            + " of leasehold.set-role: "
            + Printable.of(String.valueOf(refusal.getMessage()))
            + ". Grant "
            + role
            + " to it in the creation statements, or correct the setting",
        INVALID_AUTHORIZATION,
        refusal.getErrorCode(),
        refusal);
  }

  /** Returns whether this failure is one of {@link #leaseEnded}. */
  public static boolean isLeaseEnded(Throwable thrown) {
    String message = thrown.getMessage();
    return message != null && message.startsWith(LEASE_ENDED);
  }

  /** The length of the lease is no help: a connection may have been borrowed late in it. */
  private static String safeLength(Generation generation) {
    Duration left = generation.usableOnceRetired();
    return (left == null || left.getSeconds() == 0 // Its lease ended and nothing replaced it.
            ? "keep transactions shorter than a quarter of the lease's TTL"
            : "a transaction that began right before the credential was replaced had "
                + left.getSeconds()
                + " s: keep transactions shorter than that")
        + ". To allow longer transactions, set the role's default_ttl and max_ttl to at least four"
        + " times the longest transaction (docs/settings.md, \"How long a transaction may last\")";
  }

  /**
   * Returns the failure of a connection whose lease has ended.
   *
   * @param stayed the reason that it was not moved to a new session, as the rest of a sentence
   *     about it; null where the binding moves none
   * @param thrown the driver's own failure; null of a statement that was not executed
   */
  public static SQLException leaseEnded(
      Generation generation, @Nullable String stayed, @Nullable Throwable thrown) {
    return new SQLRecoverableException(
        LEASE_ENDED
            + " (binding "
            + generation.binding()
            + ", generation "
            + generation.number()
            + ", role "
            + generation.credential().username()
            + "), so it was aborted. Close it and get a new connection; "
            + safeLength(generation)
            + (stayed == null
                ? ""
                : "; it was not moved to a new session: " + Printable.of(stayed)),
        CONNECTION_FAILURE,
        thrown);
  }
}
