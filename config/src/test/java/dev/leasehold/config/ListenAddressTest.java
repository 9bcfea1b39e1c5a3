// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "9404, 127.0.0.1, 9404",
    "0.0.0.0:1, 0.0.0.0, 1",
    "metrics.internal:65535, metrics.internal, 65535",
    "[::1]:9404, ::1, 9404"
  })
  void isOnTheLoopbackUnlessItNamesAHost(String text, String host, int port) {
    InetSocketAddress address = ListenAddress.ofPort(text);
    assertThat(address.getHostString()).isEqualTo(host);
    assertThat(address.getPort()).isEqualTo(port);
    assertThat(address.isUnresolved()).as("nothing is looked up by who reads settings").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "65536", "99999999999", "-1", "+1", "port", ":9404", "host:", "::1:9404"})
  void refusesWhatIsNoPort(String text) {
    assertThatThrownBy(() -> ListenAddress.ofPort(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("write for example 9404 or 0.0.0.0:9404");
  }

  @Test
  void wantsAHostFromTheSidecar() {
    assertThatThrownBy(() -> ListenAddress.ofHostAndPort("9404"))
        .hasMessage("not an address and a port; write for example 0.0.0.0:9404");
    assertThat(ListenAddress.ofHostAndPort("0.0.0.0:9404").getPort()).isEqualTo(9404);
  }
}
