// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.json.JsonNumber;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenStoreTest {

  private final SettableClock clock = new SettableClock();
  private final TokenStore tokens = new TokenStore(clock);

  @Test
  void givesARetiredTokenToOneAtATimeUntilItIsOver() throws Exception {
    SessionToken old = token("hvs.old");
    tokens.adopt(old);
    tokens.adopt(token("hvs.new"));
    assertThat(tokens.leaving()).as("leaving while borrowed").isNull();

    tokens.giveBack(old);
    assertThat(tokens.leaving()).isSameAs(old);
    assertThat(tokens.leaving()).as("leaving while being revoked").isNull();
    tokens.left(old, false);
    assertThat(tokens.leaving()).isSameAs(old);
    tokens.left(old, true);
    assertThat(tokens.close()).doesNotContain(old).hasSize(1);
  }

  @Test
  void takesNoTokenWhenClosed() throws Exception {
    tokens.close();
    assertThat(tokens.adopt(token("hvs.late"))).isNull();
    assertThat(tokens.current()).isNull();
  }

  private SessionToken token(String text) throws BadResponseException {
    JsonNumber hour = new JsonNumber("3600");
    Map<String, Object> auth = Map.of("client_token", text, "lease_duration", hour);
    return SessionToken.ofLogin(new VaultResponse(200, Map.of("auth", auth), ""), clock.now());
  }
}
