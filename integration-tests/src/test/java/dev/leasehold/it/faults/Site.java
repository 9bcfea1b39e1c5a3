// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.SessionWatch;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.vault.TokenTerms;
import dev.leasehold.testbed.vault.VaultServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The servers of all processes, and the network between them. */
final class Site implements AutoCloseable {

  /** The leases of the matrix unless a fault says otherwise. */
  static final Duration TTL = Duration.ofSeconds(20);

  /** By then a lease of {@link #TTL} has ended, and Vault has dropped its role. */
  static final Duration LEASE_ENDED = TTL.plusSeconds(10);

  /** Leases that are to end soon. */
  static final Duration SHORT = Duration.ofSeconds(9);

  /** The role of Vault's to log in as whose tokens live for {@link #SHORT} and no longer. */
  static final String BRIEF = "brief";

  private static final Duration MAX_TTL = Duration.ofMinutes(10);
  private static final int CONNECTIONS = 250;

  private final TestBed bed;
  private final Relay vaultToPostgres;
  private final Path backup;
  private final Crowd crowd;
  private final SessionWatch sessions;
  private final List<Pod> pods = new CopyOnWriteArrayList<>();

  private Site(TestBed bed, Relay vaultToPostgres, Path backup) {
    this.bed = bed;
    this.vaultToPostgres = vaultToPostgres;
    this.backup = backup;
    this.crowd = new Crowd(bed.postgres());
    this.sessions = SessionWatch.start(bed.postgres());
  }

  static Site start() {
    TestBedOptions options =
        TestBedOptions.defaults().withLease(TTL, MAX_TTL).withMaxConnections(CONNECTIONS);
    TestBed bed = TestBed.start(options);
    bed.postgres().executeAsOwner("CREATE TABLE orders (id bigint)");
    Path backup = bed.postgres().backUp();
    Relay relay = Relay.to(bed.postgres().port());
    bed.vault().database().connect(bed.postgres(), relay.port());
    TokenTerms brief = new TokenTerms(List.of(bed.vault().appPolicy(TestBed.ROLE)), SHORT, SHORT);
    bed.vault().jwt(bed.issuer()).role(BRIEF, TestBed.ACCOUNT, brief);
    return new Site(bed, relay, backup);
  }

  TestBed bed() {
    return bed;
  }

  VaultServer vault() {
    return bed.vault();
  }

  PostgresServer postgres() {
    return bed.postgres();
  }

  /** Returns the network from Vault to PostgreSQL. */
  Relay vaultToPostgres() {
    return vaultToPostgres;
  }

  /** Returns the client that may take all of PostgreSQL's connections. */
  Crowd crowd() {
    return crowd;
  }

  /** Returns the watch of the sessions of all processes. */
  SessionWatch sessions() {
    return sessions;
  }

  /** Returns a backup of PostgreSQL from before the first lease. */
  Path backup() {
    return backup;
  }

  /** Starts a process of this way to open connections. */
  Pod start(Way way, Fault.Alone how) {
    Pod pod = Pod.start(way, this, how);
    pods.add(pod);
    return pod;
  }

  void close(Pod pod) {
    pods.remove(pod);
    pod.close();
  }

  /** Leases that are fetched from now on last so long. */
  void leasesOf(Duration ttl) {
    vault().database().role(TestBed.ROLE, ttl, MAX_TTL);
  }

  /** Returns the short-lived roles that can log in. */
  Set<String> roles() {
    Set<String> roles = new HashSet<>(postgres().ephemeralRoles());
    postgres()
        .query("SELECT rolname FROM pg_roles WHERE NOT rolcanlogin")
        .forEach(row -> roles.remove(row.get(0)));
    return roles;
  }

  /**
   * Waits until the roles that are there now are gone, except roles in use.
   *
   * @return how many did not go in time
   */
  long rolesLeft(Fault fault) {
    Set<String> unknown = roles();
    Set<String> known = new HashSet<>(unknown);
    known.retainAll(pods.stream().flatMap(Pod::roles).toList());
    unknown.removeAll(known);
    return leftOf(known, fault.rolesGone()) + leftOf(unknown, fault.unknownRolesGone());
  }

  /**
   * Returns the most sessions at once that were past their deadline since the watch was reset.
   * Where roles are taken, sessions without a role are not past their deadline, but none may be
   * left.
   */
  long pastDeadline(Fault fault) {
    if (!fault.isTakingRoles()) {
      return sessions.most();
    }
    Eventually.holds(
        "no session is left without its role",
        fault.rolesGone(),
        () -> sessions.withoutRole() == 0);
    return sessions.mostPast();
  }

  /** Waits until the current role of each process is past its VALID UNTIL. */
  void awaitRolesExpired() {
    String past = "SELECT rolname FROM pg_roles WHERE rolvaliduntil < clock_timestamp()";
    Set<String> current = new HashSet<>();
    pods.forEach(pod -> pod.role().ifPresent(current::add));
    Eventually.holds(
        "the current roles are past VALID UNTIL",
        Pod.BOUND,
        () -> {
          postgres().query(past).forEach(row -> current.remove(row.get(0)));
          return current.isEmpty();
        });
  }

  /**
   * Ends all processes in good order. Fails if a role is left then, blocked roles included, or the
   * configured user was ever tried.
   */
  void finish() {
    pods.forEach(pod -> pod.workload().stop());
    Eventually.holds("no role is left", Pod.BOUND, () -> postgres().ephemeralRoles().isEmpty());
    assertThat(hasLogged(Workload.Login.STATIC.user())).as("configured user tried").isFalse();
  }

  /** Returns whether a line of PostgreSQL's log has this part. */
  boolean hasLogged(String part) {
    try (Stream<String> log = Files.lines(postgres().log())) {
      return log.anyMatch(line -> line.contains(part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long leftOf(Set<String> roles, Duration bound) {
    try {
      Eventually.holds("roles go", bound, () -> withoutTheGone(roles).isEmpty());
    } catch (AssertionError late) {
      return roles.size();
    }
    return 0;
  }

  private Set<String> withoutTheGone(Set<String> roles) {
    pods.forEach(pod -> pod.role().ifPresent(roles::remove));
    roles.retainAll(roles());
    return roles;
  }

  @Override
  public void close() {
    pods.forEach(Pod::close);
    crowd.leave();
    sessions.close();
    vaultToPostgres.close();
    bed.close();
  }
}
