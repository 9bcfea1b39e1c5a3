// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {

  @ParameterizedTest
  @CsvSource({
    "10.4.0.0/16, 10.4.255.1, true",
    "10.4.0.0/16, 10.5.0.1, false",
    "10.4.128.0/17, 10.4.127.255, false",
    "10.4.128.0/17, 10.4.128.0, true",
    "10.4.0.9, 10.4.0.9, true",
    "10.4.0.9, 10.4.0.10, false",
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "2001:db8::1, 2001:0db8:0:0::1, true",
    "::ffff:10.0.0.1, 10.0.0.1, true",
    "10.4.0.0/16, [local], false",
    "0.0.0.0/0, [local], false",
    "[local], [local], true",
    "[local], 10.4.0.9, false",
    "10.4.0.0/16, db.example, false",
    "10.4.0.0/16, 10.4.0, false"
  })
  void holdsTheAddressesWithItsBeginning(String block, String address, boolean isIn) {
    assertThat(AddressBlock.parse(block).holds(address)).isEqualTo(isIn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/8", "proxy.example", "face", "10.0.0", "10.0.0.256", "1::2::3", "10.0.0.1 "})
  void looksUpNoName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressBlock.parse(text))
        .withMessage(text + " is no address and no block of addresses");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/x"})
  void saysWhatAPrefixMayBe(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressBlock.parse(text))
        .withMessage(text + ": the prefix is a number from 0 to 32");
  }
}
