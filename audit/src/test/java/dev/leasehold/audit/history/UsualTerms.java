// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import dev.leasehold.audit.join.AuditTerms;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The terms that the program has unless it is told others. */
public final class UsualTerms {

  private UsualTerms() {}

  /** Returns them, without terms of leases. */
  public static AuditTerms of() {
    return of(Map.of());
  }

  /** Returns them where every lease may live for so long. */
  public static AuditTerms of(Duration life) {
    return of(Map.of("", new AuditTerms.LeaseTerm(life, life)));
  }

  private static AuditTerms of(Map<String, AuditTerms.LeaseTerm> leases) {
    return new AuditTerms(
        Duration.ofMinutes(1),
        2,
        Duration.ofMinutes(10),
        leases,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
