// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For parameters that the driver's own parser does not let through, as the class is nowhere. */
class MysqlDetoursTest {

  @ParameterizedTest
  @CsvSource({
    "propertiestransform, com.example.Transform, true",
    "propertiestransform, '', false",
    "dnssrv, false, false",
    "loadbalancestrategy, random, false",
    "authenticationplugins, '', false",
    "authenticationplugins, 'com.example.A', true",
    "usessl, true, false",
  })
  void areToldByNameAndValue(String name, String value, boolean detour) {
    assertThat(MysqlDetours.isOne(name, value, MysqlDetoursTest.class)).isEqualTo(detour);
  }
}
