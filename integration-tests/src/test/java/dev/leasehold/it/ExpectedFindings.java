// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All findings of {@link AuditFindingsIT}: a finding besides is a false alarm. */
final class ExpectedFindings {

  /** The roles are a forged role and the roles of five leases. */
  private static final String FOUND =
      """
      LA01 %1$s - 1 the role is in pg_roles, and the audit log has no lease of the second in which it was made
      LA01 %1$s 127.0.0.2 1 a session ran as the role, and the audit log has no lease of the second in which the role was made
      LA02 %2$s 127.0.0.9 1 the service account shop/orders took the lease, and no pod of that address or token had started
      LA03 shop/orders-a 127.0.0.9 1 the token names a pod with the address 127.0.0.2
      LA04 %3$s 127.0.0.4 1 the lease belongs to 127.0.0.2
      LA05 %4$s 127.0.0.2 1 a session that had begun before was open after the end of the lease
      LA06 %4$s - 1 the role is in pg_roles after the end of its lease
      LA06 %4$s 127.0.0.2 1 the role logged in after the end of its lease
      LA06 %5$s - 1 the role is in pg_roles after the end of its lease
      LA06 %5$s 127.0.0.2 1 the log of the server says that the lease could not be revoked
      LA07 shop/orders-a 127.0.0.2 7 leases of database/creds/orders at once
      LA08 shop/orders-a 127.0.0.2 7 leases of database/creds/orders by shop/orders; pods or addresses with six or more: 1 within the time of a loop
      LA09 - 127.0.0.1 1 reads of database/creds/orders by root
      LA09 - 127.0.0.1 1 reads of database/static-creds/fixed by root
      LA09 - 127.0.0.1 1 denied reads of database/creds/nobody by root
      LA10 shop/orders-a 127.0.0.9 2 addresses used a token of kubernetes-shop-orders: 127.0.0.2, 127.0.0.9
      LA10 shop/orders-a 127.0.0.9 2 addresses used a token of kubernetes-shop-orders: 127.0.0.2, 127.0.0.9
      LA11 legacy_app 127.0.0.2 1 sessions of an account that Vault did not make
      LA12 shop/reports-b 127.0.0.3 2 logins with a token of shop/orders from a pod of shop/reports
      LA13 shop/reports-b 127.0.0.3 1 the pod runs, and the last lease of database/creds/short is older than its longest life
      LA14 - - 1 the login of a token is missing
      LA15 %6$s 127.0.0.2 2 127.0.0.9 took out the wrapped answer of database/creds/intercepted; request ID of the answer: -
      LA15 shop/orders-a 127.0.0.2 1 127.0.0.9 took out the wrapped answer of auth/kubernetes/login; request ID of the answer: -
      """;

  /**
   * While no device is enabled, one request loses its answer and one answer its request. Each is
   * found once, where the log goes on for longer than a request may take.
   */
  private static final Set<String> LATE =
      Set.of("LA14 - - 1 an answer is missing", "LA14 - - 1 a request is missing");

  private ExpectedFindings() {}

  /**
   * Compares all.
   *
   * @param roles a forged role, and the roles that were used by a stranger, from another address,
   *     after a revocation and not at all. The last two are of a lease that is revoked by force,
   *     and of a lease that a stranger takes out
   */
  static void assertAre(List<JsonNode> findings, String... roles) {
    List<String> lines = new ArrayList<>(findings.stream().map(ExpectedFindings::line).toList());
    LATE.forEach(lines::remove);
    assertThat(lines)
        .containsExactlyInAnyOrderElementsOf(FOUND.formatted((Object[]) roles).lines().toList());
  }

  /** Returns the code, the role or else the pod, the address, the number and the detail. */
  private static String line(JsonNode finding) {
    String subject = finding.path("role").asText(finding.path("pod").asText("-"));
    return Stream.of("code", "address", "occurrences", "detail")
        .map(column -> finding.path(column).asText("-"))
        .collect(Collectors.joining(" "))
        .replaceFirst(" ", " " + subject + " ")
        .replaceFirst("[0-9a-f]{8}-[0-9a-f-]{27}$", "-");
  }
}
