// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseholdAgentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "creds=database/creds/orders",
        "vault.addr=https://v,leasehold.orders.creds=database/creds/orders",
        "config=/etc/leasehold.properties",
        "leasehold.config = /etc/leasehold.properties",
        "mode=inject,creds=database/creds/orders",
        "url=jdbc:postgresql://db/app?mode=off,creds=database/creds/orders"
      })
  void refusesWhereCredentialsAreNamedOrMayBe(String arguments) {
    assertThat(LeaseholdAgent.isToRefuse(arguments)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault.addr=https://v",
        "mode=off,creds=database/creds/orders",
        "creds=database/creds/orders,mode=Observe",
        "creds=database/creds/orders,leasehold.mode = observe",
        "url=jdbc:postgresql://db/app?sslmode=require,mode=observe,creds=database/creds/orders"
      })
  void refusesNothingOtherwise(String arguments) {
    assertThat(LeaseholdAgent.isToRefuse(arguments)).isFalse();
  }

  @Test
  void looksAtSystemPropertiesToo() {
    System.setProperty("leasehold.creds", "database/creds/orders");
    try {
      assertThat(LeaseholdAgent.isToRefuse(null)).isTrue();
      System.setProperty("leasehold.mode", "off");
      assertThat(LeaseholdAgent.isToRefuse(null)).isFalse();
    } finally {
      System.clearProperty("leasehold.creds");
      System.clearProperty("leasehold.mode");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.Main --password=s3cret, com.example.Main",
    "app.jar -p s3cret, app.jar",
    "orders/com.example.Main, orders/com.example.Main",
    ", a JVM that no launcher of Java made"
  })
  void namesTheApplicationWithoutItsArguments(@Nullable String command, String shown) {
    assertThat(FirstLine.main(command)).isEqualTo(shown);
  }

  @Test
  void knowsItsProcess() {
    assertThat(ProcessId.own()).isEqualTo(Long.toString(ProcessHandle.current().pid()));
  }
}
