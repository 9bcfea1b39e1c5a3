// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The conditions that must hold of a process after a fault. */
final class Checks {

  /**
   * Connection lost or refused; server shut down or starting; transaction already failed; no
   * credential or rejected; role or its rights gone; no slot free. Two messages have no state. The
   * PostgreSQL driver says that the network broke while it closed a connection. DBCP 2 says that
   * the lease of a connection ended between its opening and its first use.
   */
  private static final String EXPLAINED =
      "failure ((08\\w{3}|57P\\w{2}|25P02|28000|28P01|42501|42704|53300) .*"
          + "| Unable to close connection properly"
          + "|null Cannot get a connection, pool error Unable to validate object)";

  /**
   * The faults before may have used up the fetches (0157), so the process waits until the next
   * fetch. Each wait has one text, in whole seconds.
   */
  private static final Pattern PUT_OFF = Pattern.compile("\\d+ in a row, next try in (\\d+) s");

  /** A fault that outlives the lease leaves no credential. Each second of it has one text. */
  private static final Pattern NO_LEASE = Pattern.compile("has no valid lease for \\d+ s");

  private static final long FEWEST = 200;

  /** On a busy machine, a service that comes back within a second may take several. */
  private static final long MOST_TIMES_A_SMALL_FIGURE = 10;

  /** A long fault takes no more than twice as long there, and these seconds. */
  private static final long MORE_SECONDS = 5;

  /** Where the fetches are used up, the next fetch comes within 6 s (0157), and a text adds 1 s. */
  private static final long NEXT_FETCH = 7;

  private Checks() {}

  static void hold(Fault fault, Pod pod, Row row) {
    try {
      holdAll(fault, pod, row);
    } catch (AssertionError broken) {
      throw new AssertionError(
          fault.name() + " on " + pod.way().label() + ": " + broken.getMessage() + pod.report());
    }
  }

  private static void holdAll(Fault fault, Pod pod, Row row) {
    List<String> failures = pod.failures();
    assertThat(row.queries()).as("queries").isPositive();
    switch (fault.promise()) {
      case NO_QUERY_FAILS -> {
        assertThat(failures).as("failures").isEmpty();
        assertThat(row.failed()).as("failed").isZero();
      }
      case ONLY_ITS_OWN, FAILS_IN_ANY_WAY -> {} // The state is the pool's own.
      default -> assertThat(failures).as("failures").allMatch(line -> line.matches(EXPLAINED));
    }
    assertThat(row.failed())
        .as("failed")
        .isLessThanOrEqualTo(mostFailed(fault, row.way(), failures));
    assertThat(pod.lastTally().wrong()).as("statements on a role past its lease").isZero();
    assertThat(row.pastDeadline()).as("sessions past the deadline").isZero();
    assertThat(pod.refreshes()).as("replaced").hasSizeLessThanOrEqualTo(fault.mostRefreshes());
    assertThat(row.rolesLeft()).as("roles left").isZero();
  }

  /**
   * Returns how many queries may fail. It is the documented number, or the number that fails in the
   * seconds without a lease and in the waits for the next try. The process tells both. They are as
   * long as documented, too.
   */
  static long mostFailed(Fault fault, Way way, List<String> failures) {
    long documented = FaultDocument.row(fault.name(), way).failed();
    long near =
        Math.min(
            MOST_TIMES_A_SMALL_FIGURE * documented, 2 * documented + MORE_SECONDS * Way.TRYING);
    Duration longest =
        FaultDocument.longestPause(fault.name()).multipliedBy(2).plusSeconds(MORE_SECONDS);
    long seconds =
        Math.min(
            secondsWithoutLease(failures) + secondsPutOff(failures),
            Math.max(longest.toSeconds(), NEXT_FETCH));
    return Math.max(
        Math.min(near, fault.mostFailed()),
        Math.min(FEWEST, fault.mostFailed()) + way.mostFailuresInOneSecond() * seconds);
  }

  /**
   * The second before the first text and the seconds between two leases have none: half as much
   * again.
   */
  static long secondsWithoutLease(List<String> failures) {
    Stream<String> texts =
        failures.stream().flatMap(line -> NO_LEASE.matcher(line).results()).map(MatchResult::group);
    return texts.distinct().count() * 3 / 2;
  }

  private static long secondsPutOff(List<String> failures) {
    return failures.stream()
        .flatMap(line -> PUT_OFF.matcher(line).results())
        .collect(
            toMap(MatchResult::group, wait -> 1 + Long.valueOf(wait.group(1)), (one, same) -> one))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
