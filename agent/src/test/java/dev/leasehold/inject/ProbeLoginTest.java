// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A listener of a cluster sends each login on to a node. */
class ProbeLoginTest {

  private static final Target SCAN = Target.of("scan", 1521, "orders");
  private static final Target NODE = Target.of("node1", 1521, "orders");

  private final ProbeLogin login =
      new ProbeLogin(Targets.of(List.of(SCAN)), SCAN, server -> server.equals(NODE));

  @Test
  void reachesWhatWasMatchedAndWhatTheBindingCovers() {
    assertThatCode(() -> login.reaching(SCAN)).doesNotThrowAnyException();
    assertThatCode(() -> login.reaching(NODE)).doesNotThrowAnyException();
  }

  @Test
  void reachesNoOtherServer() {
    assertThatThrownBy(() -> login.reaching(Target.of("elsewhere", 1521, "orders")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("elsewhere:1521")
        .hasMessageContaining("The credential is not sent there");
  }
}
