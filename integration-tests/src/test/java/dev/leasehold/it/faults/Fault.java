// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fault: how it is made, how each process shows that it has met it, how it is healed, and the
 * promise. Complete once the list that it belongs to has been made.
 */
final class Fault {

  private final String name;
  private final String how;
  private final Promise promise;
  private Consumer<Scene> make = scene -> {};
  private Consumer<Pod> felt = pod -> {};
  private Consumer<Scene> heal = scene -> {};
  private int refreshes;
  private long failed = Long.MAX_VALUE;
  private Duration rolesGone = Duration.ofSeconds(12);
  private Duration unknownRolesGone = Site.LEASE_ENDED;
  private boolean takesRoles;
  private @Nullable Alone alone;
  private List<Way> ways = List.of(Way.values());

  private Fault(String name, String how, Promise promise) {
    this.name = name;
    this.how = how;
    this.promise = promise;
  }

  /**
   * Begins to describe a fault.
   *
   * @param name its name in the document
   * @param how how it is made, for the document
   * @param promise the effect on the application
   */
  static Fault of(String name, String how, Promise promise) {
    return new Fault(name, how, promise);
  }

  /** Made so. */
  Fault made(Consumer<Scene> by) {
    make = by;
    return this;
  }

  /** Each process has met it when this returns. */
  Fault felt(Consumer<Pod> when) {
    felt = when;
    return this;
  }

  /** Each process logs a line with this part. */
  Fault logged(String part) {
    return felt(pod -> pod.awaitLog(part));
  }

  /** Ended so. */
  Fault healed(Consumer<Scene> by) {
    heal = by;
    return this;
  }

  /** Each process may replace so many credentials because the database rejected them. */
  Fault refreshes(int most) {
    refreshes = most;
    return this;
  }

  /** So many queries of each process may fail. */
  Fault failsAtMost(long queries) {
    failed = queries;
    return this;
  }

  /** Roles cannot be dropped while it lasts, and that is tried again up to 10 s later. */
  Fault blocksRevocation() {
    Duration usual = Duration.ofSeconds(15);
    if (rolesGone.compareTo(usual) < 0) {
      rolesGone = usual;
    }
    return this;
  }

  /** The roles that nobody uses are gone so soon after it, also roles that no process knows of. */
  Fault rolesGoneWithin(Duration time) {
    rolesGone = time;
    unknownRolesGone = time;
    return this;
  }

  /**
   * Roles are dropped, by an operator or by Vault, under sessions that are not past their deadline.
   */
  Fault takesRoles() {
    takesRoles = true;
    return this;
  }

  /** Made to processes of its own, started for it; else to the running processes. */
  Fault alone(Alone own) {
    alone = own;
    return this;
  }

  /** Made to these ways to open connections only. */
  Fault on(Way... only) {
    ways = List.of(only);
    return this;
  }

  String name() {
    return name;
  }

  String how() {
    return how;
  }

  Promise promise() {
    return promise;
  }

  void make(Scene scene) {
    make.accept(scene);
  }

  void awaitFelt(Pod pod) {
    felt.accept(pod);
  }

  void heal(Scene scene) {
    heal.accept(scene);
  }

  int mostRefreshes() {
    return refreshes;
  }

  long mostFailed() {
    return failed;
  }

  /** How soon after it the roles are gone that a process had and nobody uses. */
  Duration rolesGone() {
    return rolesGone;
  }

  /**
   * How soon after it the roles are gone that no process knows of: an answer of Vault's was lost.
   */
  Duration unknownRolesGone() {
    return unknownRolesGone;
  }

  boolean isTakingRoles() {
    return takesRoles;
  }

  @Nullable Alone alone() {
    return alone;
  }

  List<Way> ways() {
    return ways;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * How processes are started for one fault.
   *
   * @param javaOptions options of the JVM
   * @param clock whether its wall clock can be set
   * @param named whether Vault and PostgreSQL are known by names, not by addresses
   * @param cutOff whether Vault cannot be reached until the fault is healed
   * @param settings settings of Leasehold's other than usual; empty for none
   */
  record Alone(
      List<String> javaOptions,
      boolean clock,
      boolean named,
      boolean cutOff,
      Map<String, String> settings) {

    /** As the processes are started that the other faults are made to. */
    static final Alone AS_USUAL = withSettings(Map.of());

    static final Alone WITH_CLOCK = new Alone(List.of(), true, false, false, Map.of());
    static final Alone NAMED = new Alone(List.of(), false, true, false, Map.of());

    /** A connect that waits for a first credential does so until the fault is healed. */
    static final Alone CUT_OFF =
        new Alone(
            List.of(), false, false, true, Map.of("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "2m"));

    static Alone withOptions(String... javaOptions) {
      return new Alone(List.of(javaOptions), false, false, false, Map.of());
    }

    static Alone withSettings(Map<String, String> settings) {
      return new Alone(List.of(), false, false, false, settings);
    }
  }
}
