// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.ENDS;
import static dev.leasehold.it.faults.Promise.FAILS_IN_ANY_WAY;
import static dev.leasehold.it.faults.Promise.FAILS_WHILE_IT_LASTS;
import static dev.leasehold.it.faults.Promise.HEALS_BY_ITSELF;
import static dev.leasehold.it.faults.Promise.NO_QUERY_FAILS;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.faults.Fault.Alone;
import java.time.Duration;
import java.util.List;

/** The faults of the application's process. */
final class ProcessFaults {

  private ProcessFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("out of heap", "48 MB, taken by the application for 3 s", FAILS_IN_ANY_WAY)
            .alone(Alone.withOptions("-Xmx48m"))
            .made(scene -> scene.each(pod -> pod.workload().ask("heap 3000", "heap is free")))
            .rolesGoneWithin(Duration.ofSeconds(30)), // A role whose lease was lost ends with that.
        Fault.of("out of threads", "the kernel lets the process have no more", FAILS_WHILE_IT_LASTS)
            .alone(Alone.AS_USUAL)
            .made(scene -> scene.each(pod -> pod.threadLimit().set()))
            .felt(ProcessFaults::awaitNoMoreThreads)
            .healed(scene -> scene.each(pod -> pod.threadLimit().lift()))
            .blocksRevocation(),
        Fault.of(
                "the application's clock set 90 s forward",
                "libfaketime: every lease seems to have ended",
                HEALS_BY_ITSELF)
            .alone(Alone.WITH_CLOCK)
            .made(scene -> scene.each(pod -> pod.clock().set("+90")))
            .logged(" has ended") // The lease of the current generation, or a new lease.
            .rolesGoneWithin(Duration.ofSeconds(15)), // It takes old leases for ended.
        Fault.of(
                "the application's clock set 90 s back",
                "libfaketime: the monotonic clock counts",
                NO_QUERY_FAILS)
            .alone(Alone.WITH_CLOCK)
            .made(scene -> scene.each(pod -> pod.clock().set("-90")))
            .felt(pod -> pod.awaitGenerations(2)),
        Fault.of("SIGTERM", "in the middle of a rotation; its leases are revoked", ENDS)
            .alone(Alone.AS_USUAL)
            .made(scene -> scene.each(ProcessFaults::terminateInRotation))
            .rolesGoneWithin(Duration.ofSeconds(5)),
        Fault.of("SIGKILL", "with leases of 9 s; roles end with lease and `VALID UNTIL`", ENDS)
            .alone(Alone.AS_USUAL)
            .made(ProcessFaults::killWithShortLeases)
            .healed(scene -> scene.site().leasesOf(Site.TTL))
            .rolesGoneWithin(Duration.ofSeconds(30)));
  }

  /** Also that it lasts for longer than a generation. */
  private static void awaitNoMoreThreads(Pod pod) {
    String answer = pod.workload().ask("threads 2500", "no more threads");
    pod.workload().ask("tally", "tally ");
    if (!answer.equals("no more threads after 0")) {
      throw new AssertionError(answer);
    }
  }

  private static void terminateInRotation(Pod pod) {
    pod.toVault().delay(Duration.ofMillis(150));
    int before = pod.toVault().connections();
    Eventually.holds(
        "a request is under way", Pod.BOUND, () -> pod.toVault().connections() > before);
    pod.awaitQueries();
    pod.workload().application().terminate();
    pod.workload().application().awaitExit(Pod.BOUND);
  }

  private static void killWithShortLeases(Scene scene) {
    scene.site().leasesOf(Site.SHORT);
    scene.settle();
    scene.each(ProcessFaults::kill);
  }

  private static void kill(Pod pod) {
    pod.awaitQueries();
    pod.workload().application().kill();
    pod.workload().application().awaitExit(Pod.BOUND);
  }
}
