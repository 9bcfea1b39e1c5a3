// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestOriginTest {

  private static final int LONGEST = 700;

  @Test
  void claimsWhatTheDownwardApiSays() {
    Map<String, String> environment =
        Map.of(
            "POD_NAME", "orders-7d9c5b8f6-x2x9k",
            "POD_NAMESPACE", "shop",
            "POD_UID", "5f3c8d9a-1111-4222-8333-944455556666",
            "NODE_NAME", "node-1.example.com",
            "LEASEHOLD_CREDS", "database/creds/orders");
    RequestOrigin origin = RequestOrigin.of("agent", "1.2.3", environment, "ignored");
    assertThat(origin.claims())
        .isEqualTo(
            ";namespace=shop;pod=orders-7d9c5b8f6-x2x9k"
                + ";uid=5f3c8d9a-1111-4222-8333-944455556666;node=node-1.example.com");
    assertThat(origin.userAgent()).isEqualTo("leasehold/1.2.3 (agent)");
  }

  @Test
  void claimsTheHostWhereNothingNamesThePod() {
    for (String pod : new String[] {"", " "}) {
      Map<String, String> environment = Map.of("POD_NAME", pod, "POD_UID", "5f3c");
      assertThat(RequestOrigin.of("agent", "", environment, "db-host-1").claims())
          .isEqualTo(";host=db-host-1;uid=5f3c");
    }
    RequestOrigin nowhere = RequestOrigin.of("sidecar", "", Map.of(), "");
    assertThat(nowhere.claims()).isEmpty();
    assertThat(nowhere.userAgent()).isEqualTo("leasehold (sidecar)");
  }

  /** A name is no way to another header, to another claim, or to another line of a log. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders\\r\\nX-Vault-Token: root | orders??X-Vault-Token??root",
        "orders;uid=other                | orders?uid?other",
        "a,b c\\t\\0\\33[31m            | a?b?c????31m",
        "$(POD_NAME)                     | ??POD_NAME?",
        "b\u00fccher-\ud83d\ude00        | b?cher-??",
      })
  void takesNoOtherCharactersThanNamesHave(String name, String shown) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : new String[] {"POD_NAME", "POD_NAMESPACE", "POD_UID", "NODE_NAME"}) {
      environment.put(variable, name.translateEscapes());
    }
    String uid = ";uid=" + shown + ";node=" + shown;
    assertThat(RequestOrigin.of("agent", "1", environment, "").claims())
        .isEqualTo(";namespace=" + shown + ";pod=" + shown + uid);
    assertThat(RequestOrigin.of("agent", "1", Map.of(), name.translateEscapes()).claims())
        .isEqualTo(";host=" + shown);
  }

  @Test
  void keepsTheEndOfANameThatIsTooLong() {
    Map<String, String> environment = new HashMap<>();
    for (String variable : new String[] {"POD_NAME", "POD_NAMESPACE", "POD_UID", "NODE_NAME"}) {
      environment.put(variable, "x".repeat(100_000) + "-" + variable.replace('_', '-'));
    }
    String claims = RequestOrigin.of("agent", "1", environment, "").claims();
    assertThat(claims).contains("x-POD-NAME;", "x-POD-NAMESPACE;", "x-POD-UID;").endsWith("-NAME");
    assertThat(claims.length()).isLessThanOrEqualTo(LONGEST);
    CorrelationIds ids = new CorrelationIds(RequestOrigin.of("agent", "1", environment, ""));
    assertThat(ids.header(ids.next())).endsWith(claims);
  }
}
