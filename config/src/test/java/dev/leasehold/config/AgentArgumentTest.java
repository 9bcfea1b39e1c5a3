// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentArgumentTest {

  @Test
  void takesAnEscapedCommaIntoTheValueAndLeavesOtherBackslashesAlone() throws ConfigException {
    Settings settings =
        Sources.minimal()
            .argument("url=jdbc:postgresql://a\\,b:5433/orders, vault.cacert=C:\\ca\\x.pem,")
            .read();
    assertThat(settings.bindings().get(0).url()).hasToString("jdbc:postgresql://a,b:5433/orders");
    assertThat(settings.vault().caFile()).hasToString("C:\\ca\\x.pem");
  }

  @Test
  void takesAnEqualsSignIntoTheValue() throws ConfigException {
    Settings settings = Sources.minimal().argument("user=a=b").read();
    assertThat(settings.bindings().get(0).user()).isEqualTo("a=b");
  }

  @Test
  void refusesAnEntryThatIsNotKeyAndValue() {
    assertThat(Sources.minimal().argument("user=a,b").problems())
        .containsExactly(
            "agent argument: entry 2 is not key=value; a comma inside a value is written \\,");
    assertThat(Sources.minimal().argument("=a").problems())
        .containsExactly(
            "agent argument: entry 1 is not key=value; a comma inside a value is written \\,");
  }

  @Test
  void refusesASettingGivenTwice() {
    assertThat(Sources.minimal().argument("user=a,leasehold.user=b").problems())
        .containsExactly("agent argument user: given twice; leave one entry");
  }
}
