// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.HEALS_BY_ITSELF;
import static dev.leasehold.it.faults.Promise.NO_QUERY_FAILS;
import static dev.leasehold.it.faults.Promise.ONLY_ITS_OWN;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.faults.Fault.Alone;
import java.time.Duration;
import java.util.List;

/** The application's own faults with its threads, connections and pools. */
final class ApplicationFaults {

  private static final int TIMES = 20;

  /** A crowd that logs in all at once takes longer than a lease of the matrix on a busy machine. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private ApplicationFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
                "interrupted threads",
                TIMES + " threads are interrupted before `getConnection`",
                ONLY_ITS_OWN)
            .made(scene -> scene.each(pod -> pod.workload().ask("interrupt " + TIMES, "interr")))
            .felt(ApplicationFaults::awaitMisdeeds)
            .failsAtMost(TIMES),
        Fault.of("connections aborted", TIMES + " calls of `Connection.abort`", ONLY_ITS_OWN)
            .on(Way.HIKARI, Way.TOMCAT, Way.DBCP2, Way.PLAIN)
            .made(scene -> scene.each(pod -> pod.workload().ask("abort " + TIMES, "aborting")))
            .felt(ApplicationFaults::awaitMisdeeds)
            .failsAtMost(TIMES),
        Fault.of(
                "connections aborted that the pool lends again",
                TIMES + " calls of `Connection.abort`; Agroal does not look unless it is told to",
                HEALS_BY_ITSELF)
            .on(Way.AGROAL)
            .made(scene -> scene.each(pod -> pod.workload().ask("abort " + TIMES, "aborting")))
            .felt(ApplicationFaults::awaitMisdeeds),
        Fault.of("pool closed and opened again", "between two loads", NO_QUERY_FAILS)
            .made(scene -> scene.each(ApplicationFaults::reopen))
            .felt(pod -> pod.awaitGenerations(2)),
        Fault.of("two pools on one binding", "connections of each in turn", NO_QUERY_FAILS)
            .made(scene -> scene.each(pod -> pod.workload().ask("open", "opened")))
            .felt(pod -> pod.awaitGenerations(2))
            .healed(scene -> scene.each(ApplicationFaults::closeSecond)),
        crowd(200).on(Way.HIKARI, Way.TOMCAT, Way.DBCP2, Way.PLAIN),
        crowd(20).on(Way.AGROAL)); // Its borrowers spin while connections are opened.
  }

  private static Fault crowd(int threads) {
    return Fault.of(
            threads + " threads wait for the first credential",
            "Vault cannot be reached when the application starts",
            NO_QUERY_FAILS)
        .alone(Alone.CUT_OFF)
        .made(scene -> gather(scene, threads))
        .felt(Pod::awaitStandstill)
        .healed(scene -> letThemIn(scene, threads));
  }

  private static void gather(Scene scene, int threads) {
    scene.site().leasesOf(LONG);
    scene.each(pod -> pod.workload().load(threads));
  }

  private static void letThemIn(Scene scene, int threads) {
    scene.each(pod -> letThemIn(pod, threads));
    scene.site().leasesOf(Site.TTL);
  }

  private static void awaitMisdeeds(Pod pod) {
    Eventually.holds(
        pod.way().label() + " has done it",
        Pod.BOUND,
        () -> pod.workload().ask("misdeeds", "misdeeds ").equals("misdeeds 0"));
  }

  private static void letThemIn(Pod pod, int threads) {
    pod.toVault().pass();
    Eventually.holds(
        "each of " + threads + " threads has an answer",
        Pod.BOUND,
        () -> pod.tally().queries() >= threads);
    pod.workload().load(Matrix.THREADS);
  }

  private static void reopen(Pod pod) {
    pod.workload().load(0);
    pod.workload().ask("close", "closed");
    pod.workload().ask("open", "opened");
    pod.workload().load(Matrix.THREADS);
  }

  private static void closeSecond(Pod pod) {
    pod.workload().load(0);
    pod.workload().ask("close", "closed");
    pod.workload().load(Matrix.THREADS);
  }
}
