// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {

  @Test
  void isWhatSha256sumBeginsWith() {
    // printf %s database/creds/orders/abc | sha256sum | cut -c1-8
    assertThat(Fingerprint.of("database/creds/orders/abc")).isEqualTo("2b89c7e8");
  }
}
