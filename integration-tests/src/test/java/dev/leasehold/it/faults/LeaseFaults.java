// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.FAILS_WHILE_IT_LASTS;
import static dev.leasehold.it.faults.Promise.HEALS_BY_ITSELF;
import static dev.leasehold.it.faults.Promise.NO_QUERY_FAILS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.it.Eventually;
import dev.leasehold.it.faults.Fault.Alone;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.vault.VaultApi;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** The faults in Vault of leases, and of the objects that they are made with. */
final class LeaseFaults {

  /** So long that a role whose VALID UNTIL is 90 s early is still good for 20 s. */
  private static final Duration LONG = Duration.ofSeconds(110);

  private LeaseFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("token revoked", "by its accessor: its leases go with it", HEALS_BY_ITSELF)
            .made(LeaseFaults::revokeTokens)
            .felt(pod -> pod.awaitLog("Vault accepted the"))
            .refreshes(2)
            .takesRoles(),
        tokenExpired(),
        Fault.of("policy removed", "deleted, and written again", NO_QUERY_FAILS)
            .made(scene -> scene.vault().api().delete("sys/policies/acl/app-" + TestBed.ROLE))
            .logged("Vault answered 403")
            .healed(scene -> scene.vault().appPolicy(TestBed.ROLE))
            .blocksRevocation(),
        Fault.of(
                "mount moved",
                "`sys/remount`, which revokes its leases, and back",
                FAILS_WHILE_IT_LASTS)
            .made(scene -> remount(scene, "database", "moved"))
            .logged("failed, next try in")
            .healed(scene -> remount(scene, "moved", "database"))
            .refreshes(2)
            .takesRoles()
            .blocksRevocation(),
        Fault.of("leases revoked", "`sys/leases/revoke-prefix`", HEALS_BY_ITSELF)
            .made(LeaseFaults::revokeLeases)
            .refreshes(2)
            .takesRoles(),
        Fault.of("database plugin killed", "SIGKILL", NO_QUERY_FAILS)
            .made(LeaseFaults::killPlugin)
            .felt(pod -> pod.awaitGenerations(2)),
        clockBehind(),
        clockAhead());
  }

  private static Fault tokenExpired() {
    return Fault.of(
            "token expired",
            "Vault cannot be reached for longer than its 9 s; the lease ends with it",
            FAILS_WHILE_IT_LASTS)
        .alone(Alone.withSettings(Map.of("LEASEHOLD_AUTH_ROLE", Site.BRIEF)))
        .made(scene -> scene.each(pod -> pod.toVault().refuse()))
        .logged("connections are refused from now on")
        .healed(LeaseFaults::letLogInAgain);
  }

  private static Fault clockBehind() {
    return Fault.of(
            "Vault's clock 90 s behind PostgreSQL's",
            "`VALID UNTIL` is written 90 s early, as by such a Vault",
            NO_QUERY_FAILS)
        .made(scene -> skew(scene, "-"))
        .felt(pod -> pod.awaitGenerations(2))
        .healed(LeaseFaults::unskew);
  }

  private static Fault clockAhead() {
    return Fault.of(
            "Vault's clock 90 s ahead of PostgreSQL's",
            "`VALID UNTIL` is written 90 s late, as by such a Vault",
            NO_QUERY_FAILS)
        .made(scene -> skew(scene, "+"))
        .felt(pod -> pod.awaitGenerations(2))
        .healed(LeaseFaults::unskew);
  }

  private static void revokeLeases(Scene scene) {
    Set<String> roles = scene.site().roles();
    scene.vault().revokePrefix(TestBed.CREDS_PATH);
    Eventually.holds(
        "the roles are gone", Pod.BOUND, () -> Collections.disjoint(scene.site().roles(), roles));
  }

  private static void revokeTokens(Scene scene) {
    VaultApi api = scene.vault().api();
    for (JsonNode accessor : api.read("auth/token/accessors?list=true").path("data").path("keys")) {
      Map<String, String> which = Map.of("accessor", accessor.asText());
      JsonNode token = api.write("auth/token/lookup-accessor", which).path("data");
      if (token.path("path").asText().equals("auth/jwt/login")) {
        api.write("auth/token/revoke-accessor", which);
      }
    }
  }

  private static void letLogInAgain(Scene scene) {
    for (Pod pod : scene.pods()) {
      String role = pod.role().orElseThrow();
      Eventually.holds(
          role + " is gone", Pod.BOUND, () -> !scene.postgres().ephemeralRoles().contains(role));
      pod.toVault().pass();
      pod.awaitLog("Vault accepted the");
    }
  }

  private static void remount(Scene scene, String from, String to) {
    VaultApi api = scene.vault().api();
    JsonNode begun = api.write("sys/remount", Map.of("from", from, "to", to));
    String status = "sys/remount/status/" + begun.path("data").path("migration_id").asText();
    Eventually.holds(
        from + " is moved",
        Pod.BOUND,
        () ->
            api.read(status)
                .path("data")
                .path("migration_info")
                .path("status")
                .asText()
                .equals("success"));
  }

  private static void killPlugin(Scene scene) {
    Assumptions.assumeTrue(
        scene.vault().killDatabasePlugin() > 0, "this Vault has the plugin built in");
  }

  private static void skew(Scene scene, String sign) {
    scene.site().leasesOf(LONG);
    for (String statements : List.of("creation", "renew")) {
      String shifted =
          "DO $$ BEGIN EXECUTE format('ALTER ROLE \"{{name}}\" VALID UNTIL %L',"
              + " timestamptz '{{expiration}}' "
              + sign
              + " interval '90 s'); END $$;";
      scene
          .vault()
          .api()
          .write(
              "database/roles/" + TestBed.ROLE,
              Map.of(
                  statements + "_statements",
                  List.of(SourceTree.read("deploy/postgresql/" + statements + ".sql"), shifted)));
    }
  }

  private static void unskew(Scene scene) {
    scene.site().leasesOf(Site.TTL);
  }
}
