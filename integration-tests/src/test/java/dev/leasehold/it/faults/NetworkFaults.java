// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.FAILS_WHILE_IT_LASTS;
import static dev.leasehold.it.faults.Promise.NO_QUERY_FAILS;

import dev.leasehold.it.faults.Fault.Alone;
import dev.leasehold.testbed.net.Relay;
import java.util.List;

/** The faults between the parts. */
final class NetworkFaults {

  private NetworkFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("application to Vault cut", "reset, then refused", NO_QUERY_FAILS)
            .made(scene -> scene.each(pod -> cut(pod.toVault())))
            .logged("connection refused or no route")
            .healed(scene -> scene.each(pod -> pod.toVault().pass())),
        Fault.of(
                "Vault to PostgreSQL cut", "reset, then refused: Vault answers 500", NO_QUERY_FAILS)
            .made(scene -> cut(scene.site().vaultToPostgres()))
            .logged("Vault could not reach the database")
            .healed(scene -> scene.site().vaultToPostgres().pass()),
        Fault.of("application to PostgreSQL cut", "reset, then refused", FAILS_WHILE_IT_LASTS)
            .made(scene -> scene.each(pod -> cut(pod.toPostgres())))
            .felt(Pod::awaitFailure)
            .healed(scene -> scene.each(pod -> pod.toPostgres().pass())),
        Fault.of("application to PostgreSQL stalled", "no byte passes for a while", NO_QUERY_FAILS)
            .made(scene -> scene.each(pod -> pod.toPostgres().stall()))
            .felt(Pod::awaitStandstill)
            .healed(scene -> scene.each(pod -> pod.toPostgres().pass())),
        Fault.of(
                "names unknown",
                "of Vault and of PostgreSQL; the JVM is told to remember no name",
                FAILS_WHILE_IT_LASTS)
            .alone(Alone.NAMED)
            .made(scene -> scene.each(pod -> pod.names().vanish()))
            .logged("failed, next try in")
            .healed(scene -> scene.each(pod -> pod.names().appear())));
  }

  private static void cut(Relay network) {
    network.refuse();
    network.cut();
  }
}
