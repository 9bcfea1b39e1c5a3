package dev.leasehold.inject;

import dev.leasehold.lease.CredentialSupply;

/** A binding as injection sees it: which connections, and where their credentials come from. */
public final class BoundSupply {

  private final String binding;
  private final Match match;
  private final CredentialSupply supply;
  private final DriverCanary canary;
  private final SessionStart start;

  /**
   * Joins a binding's parts.
   *
   * @param binding the binding's name
   * @param canary told of every attempt, so that it can make one of its own
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
  }

  /** Returns the binding's name. */
  public String binding() {
    return binding;
  }

  Match match() {
    return match;
  }

  /** Returns where credentials come from. */
  public CredentialSupply supply() {
    return supply;
  }

  DriverCanary canary() {
    return canary;
  }

  SessionStart start() {
    return start;
  }
}
