// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RenderedCredentialTest {

  @Test
  void aCredentialShowsNoSecret() {
    assertThat(Passwords.credential("u", "hunter2", "postgresql://u:hunter2@db/orders").toString())
        .isEqualTo("credential of binding orders for user u");
  }
}
