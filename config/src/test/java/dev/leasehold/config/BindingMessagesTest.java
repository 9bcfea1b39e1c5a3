// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BindingMessagesTest {

  @Test
  void refusesTwoBindingsThatAConnectionCouldMatchAlike() {
    Sources sources = Sources.twoBindings().env("LEASEHOLD_STOCK_2_URL", "jdbc:postgresql://*/o*");
    assertThat(sources.problems())
        .containsExactly(
            "leasehold.bindings: orders (jdbc:postgresql://db/orders) and stock-2"
                + " (jdbc:postgresql://*/o*) can match the same URL and user; narrow"
                + " leasehold.stock-2.url or give one of them a user");
    assertThat(sources.env("LEASEHOLD_STOCK_2_USER", "flyway").problems()).isEmpty();
  }

  @Test
  void refusesABindingWithoutUrlBesideAnother() {
    assertThat(Sources.twoBindings().without("LEASEHOLD_ORDERS_URL").problems())
        .containsExactly(
            "leasehold.bindings: orders (any URL) and stock-2 (jdbc:postgresql://db/stock) can match"
                + " the same URL and user; narrow leasehold.stock-2.url or give one of them a user");
  }

  @Test
  void refusesNamesOfSettings() {
    assertThat(Sources.minimal().property("leasehold.bindings", "vault").problems())
        .contains(
            "leasehold.bindings: vault is the name of settings, not of a binding; choose another");
    assertThat(Sources.minimal().property("leasehold.bindings", "mode").problems())
        .contains(
            "leasehold.bindings: mode is the name of settings, not of a binding; choose another");
  }

  @Test
  void refusesANameThatStandsTwice() {
    assertThat(Sources.twoBindings().env("LEASEHOLD_BINDINGS", "orders,stock-2,orders").problems())
        .containsExactly("LEASEHOLD_BINDINGS: orders stands there twice; leave one entry");
  }

  @Test
  void refusesWhatBelongsToNoneOfTheNamedBindings() {
    assertThat(Sources.twoBindings().argument("creds=database/creds/x").problems())
        .containsExactly(
            "agent argument creds: belongs to one binding, and leasehold.bindings lists them by name;"
                + " write leasehold.orders.creds");
  }

  @Test
  void asksForThePathOfEachBinding() {
    assertThat(Sources.twoBindings().without("LEASEHOLD_STOCK_2_CREDS").problems())
        .containsExactly(
            "leasehold.stock-2.creds (LEASEHOLD_STOCK_2_CREDS): not set;"
                + " write the path in Vault, as in database/creds/orders");
  }

  @Test
  void reportsAProblemThatBindingsShareOnce() {
    assertThat(Sources.twoBindings().env("LEASEHOLD_MARGIN", "5").problems())
        .containsExactly("LEASEHOLD_MARGIN: a number without a unit; write 30s or 5m");
  }
}
