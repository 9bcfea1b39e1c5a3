package dev.leasehold.inject;

import dev.leasehold.lease.CredentialSupply;
import dev.leasehold.lease.Generation;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.sql.SQLException;

/** A binding as injection sees it: which connections, and where their credentials come from. */
public final class BoundSupply {

  private final String binding;
  private final Match match;
  private final CredentialSupply supply;
  private final DriverCanary canary;
  private final SessionStart start;
  private final Waiting waiting;

  /**
   * Joins a binding's parts.
   *
   * @param binding the binding's name
   * @param canary told of every attempt and success, so that it can make one of its own
   * @param start how sessions begin
   */
  public BoundSupply(
      String binding,
      Match match,
      CredentialSupply supply,
      DriverCanary canary,
      SessionStart start) {
    this.binding = binding;
    this.match = match;
    this.supply = supply;
    this.canary = canary;
    this.start = start;
    this.waiting = new Waiting(supply);
  }

  /** Returns the binding's name. */
  public String binding() {
    return binding;
  }

  Match match() {
    return match;
  }

  /** Returns whether the binding is for a connection like this to one other server, too. */
  boolean covers(ConnectionRequest request, Target server) {
    String database = request.targets().each().get(0).database();
    Targets there =
        Targets.of(Target.of(server.host(), server.port(), database))
            .withDefaultPort(request.targets().defaultPort());
    try {
      return match.matches(request.url(), there, request.user());
    } catch (UncertainTargetException uncertain) {
      return false;
    }
  }

  /** Returns where credentials come from. */
  public CredentialSupply supply() {
    return supply;
  }

  /** Returns the supply for those who must not block. */
  Waiting waiting() {
    return waiting;
  }

  /**
   * Looks at a failure of a login without JDBC, and asks for a newer generation, once for all, if
   * the database refuses the credential, or refuses it the role.
   *
   * @return whether it does
   */
  boolean refused(Generation generation, Target by, DriverDialect dialect, SQLException failure) {
    SQLException rejection = start.rejection(dialect, generation.credential().username(), failure);
    if (rejection != null) {
      waiting.rejected(generation, by, Attempt.reason(rejection));
    }
    return rejection != null;
  }

  DriverCanary canary() {
    return canary;
  }

  SessionStart start() {
    return start;
  }
}
