// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.vault.TokenTerms;
import java.time.Duration;
import java.util.Map;

/**
 * Vault's roles for the programs: each has a database role and an authentication role of one name.
 */
final class Roles {

  private Roles() {}

  /** Lets the application read credentials of a database role. */
  static void allow(TestBed bed, String role) {
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy(role));
    bed.vault().jwt(bed.issuer()).role(role, TestBed.ACCOUNT, terms);
  }

  /** Makes a role that may become the owner of the tables, or gives it other leases. */
  static void migration(TestBed bed, String role, Duration lease) {
    bed.vault().database().migrationRole(role, lease, lease);
    allow(bed, role);
  }

  /** Returns the settings of a program with credentials of a role, which rotate every 4 seconds. */
  static Map<String, String> settings(TestBed bed, String role) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_CREDS", "database/creds/" + role);
    settings.put("LEASEHOLD_AUTH_ROLE", role);
    settings.put("LEASEHOLD_ROTATE_AFTER", "4s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    return settings;
  }

  /** Returns the same for an application that creates objects, which are to belong to the owner. */
  static Map<String, String> owner(TestBed bed, String role) {
    Map<String, String> settings = settings(bed, role);
    settings.put("LEASEHOLD_SET_ROLE", "app_owner");
    return settings;
  }
}
