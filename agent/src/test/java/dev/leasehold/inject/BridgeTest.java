// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.bootstrap.Bridge;
import dev.leasehold.bootstrap.Hooks;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class BridgeTest {

  private static final Hooks REFUSING =
      (connectMethod, target, first, second) -> {
        throw new SQLException("refused");
      };

  @Test
  void whoeverComesSecondCannotTakeTheAgentsPlace() {
    InstalledHooks.set(REFUSING);
    Hooks harmless = (connectMethod, target, first, second) -> null;
    assertThatThrownBy(() -> Bridge.install(harmless))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("installed already");
    assertThatThrownBy(() -> Bridge.connecting("postgresql", null, null, null))
        .hasMessage("refused");
  }

  @Test
  void aFaultOfTheHooksRefusesWhatWasToBeOpened() {
    InstalledHooks.set(
        (connectMethod, target, first, second) -> {
          throw new NoClassDefFoundError("dev/leasehold/inject/MatchedConnect");
        });
    assertThatThrownBy(() -> Bridge.connecting("postgresql", null, null, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the configured password is not tried");
    assertThat(Bridge.isInvalid(new Object())).isFalse();
  }
}
