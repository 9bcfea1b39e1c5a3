// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.NO_QUERY_FAILS;

import dev.leasehold.testbed.vault.StatusServer;
import java.util.List;
import java.util.Map;

/** Vault's answers that have no credential. */
final class AnswerFaults {

  private static final String QUOTA = "sys/quotas/rate-limit/faults";

  private AnswerFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("too many requests (429)", "a rate-limit quota on the mount", NO_QUERY_FAILS)
            .made(AnswerFaults::limit)
            .logged("Vault answered 429")
            .healed(scene -> scene.vault().api().delete(QUOTA)),
        Fault.of("internal error (500)", "Vault's login may not create roles", NO_QUERY_FAILS)
            .made(scene -> scene.postgres().query("ALTER ROLE vault NOCREATEROLE"))
            .logged("Vault answered 500")
            .healed(scene -> scene.postgres().query("ALTER ROLE vault CREATEROLE")),
        Fault.of(
                "behind a write (412)",
                "Enterprise only: answered by a stand-in with Vault's certificate",
                NO_QUERY_FAILS)
            .made(scene -> impersonate(scene, 412))
            .logged("Vault answered 412")
            .healed(scene -> scene.each(pod -> pod.toVault().pass())));
  }

  private static void limit(Scene scene) {
    Map<String, Object> quota = Map.of("path", "database/creds/*", "rate", 0.01, "interval", "60s");
    scene.vault().api().write(QUOTA, quota);
  }

  private static void impersonate(Scene scene, int status) {
    StatusServer server = scene.vault().impostor(status);
    scene.each(pod -> pod.toVault().divert(server.port()));
  }
}
