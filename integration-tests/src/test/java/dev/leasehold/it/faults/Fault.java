package dev.leasehold.it.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fault: how it is made, how each process shows that it has met it, how it is healed, and what
 * is promised. Immutable; each method gives another one.
 *
 * @param name what the document calls it
 * @param how how it is made, for the document
 * @param promise what the application sees of it
 * @param make makes the fault
 * @param felt waits until a process has met the fault
 * @param heal ends the fault
 * @param terms what goes beyond the promise
 */
record Fault(
    String name,
    String how,
    Promise promise,
    Consumer<Scene> make,
    Consumer<Pod> felt,
    Consumer<Scene> heal,
    Terms terms) {

  /**
   * What a fault costs at most.
   *
   * @param refreshes how many credentials each process may replace because the database rejected
   *     them
   * @param failed how many queries of each process may fail
   * @param rolesGone how soon after it the roles that nobody uses are gone
   * @param takesRoles whether roles are dropped, by an operator or by Vault, under sessions that
   *     are not past their deadline
   * @param alone how the fault's own processes are started; null if it is made to those that are
   *     there
   * @param ways the ways to open connections that it is made to
   */
  record Terms(
      int refreshes,
      long failed,
      Duration rolesGone,
      boolean takesRoles,
      @Nullable Alone alone,
      List<Way> ways) {

    static final Terms USUAL =
        new Terms(0, Long.MAX_VALUE, Duration.ofSeconds(12), false, null, List.of(Way.values()));
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

    /** As those are started that the other faults are made to. */
    static final Alone AS_USUAL = withSettings(Map.of());

    static final Alone WITH_CLOCK = new Alone(List.of(), true, false, false, Map.of());
    static final Alone NAMED = new Alone(List.of(), false, true, false, Map.of());

    static final Alone CUT_OFF = new Alone(List.of(), false, false, true, Map.of());

    static Alone withOptions(String... javaOptions) {
      return new Alone(List.of(javaOptions), false, false, false, Map.of());
    }

    static Alone withSettings(Map<String, String> settings) {
      return new Alone(List.of(), false, false, false, settings);
    }
  }

  static Fault of(String name, String how, Promise promise) {
    return new Fault(name, how, promise, scene -> {}, pod -> {}, scene -> {}, Terms.USUAL);
  }

  Fault made(Consumer<Scene> by) {
    return new Fault(name, how, promise, by, felt, heal, terms);
  }

  Fault felt(Consumer<Pod> when) {
    return new Fault(name, how, promise, make, when, heal, terms);
  }

  /** Each process logs a line with this part. */
  Fault logged(String part) {
    return felt(pod -> pod.awaitLog(part));
  }

  Fault healed(Consumer<Scene> by) {
    return new Fault(name, how, promise, make, felt, by, terms);
  }

  Fault with(Terms other) {
    return new Fault(name, how, promise, make, felt, heal, other);
  }

  Fault refreshes(int most) {
    return with(
        new Terms(most, terms.failed, terms.rolesGone, terms.takesRoles, terms.alone, terms.ways));
  }

  Fault failsAtMost(long queries) {
    return with(
        new Terms(
            terms.refreshes, queries, terms.rolesGone, terms.takesRoles, terms.alone, terms.ways));
  }

  /** Roles cannot be dropped while it lasts, and that is tried again up to 10 s later. */
  Fault blocksRevocation() {
    Duration usual = Duration.ofSeconds(15);
    return terms.rolesGone.compareTo(usual) < 0 ? rolesGoneWithin(usual) : this;
  }

  Fault rolesGoneWithin(Duration time) {
    return with(
        new Terms(terms.refreshes, terms.failed, time, terms.takesRoles, terms.alone, terms.ways));
  }

  /** Roles are dropped under sessions that are not past their deadline. */
  Fault takesRoles() {
    return with(
        new Terms(terms.refreshes, terms.failed, terms.rolesGone, true, terms.alone, terms.ways));
  }

  /** Made to processes of its own, started for it. */
  Fault alone(Alone own) {
    return with(
        new Terms(
            terms.refreshes, terms.failed, terms.rolesGone, terms.takesRoles, own, terms.ways));
  }

  /** Made to these ways to open connections only. */
  Fault on(Way... ways) {
    return with(
        new Terms(
            terms.refreshes,
            terms.failed,
            terms.rolesGone,
            terms.takesRoles,
            terms.alone,
            List.of(ways)));
  }

  @Override
  public String toString() {
    return name;
  }
}
