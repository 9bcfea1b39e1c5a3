// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void readsTheLeastThatOneBindingNeedsAndFillsInTheRest() throws ConfigException {
    Settings settings = Sources.minimal().read();
    assertThat(settings.configured()).isTrue();
    assertThat(settings.mode()).isEqualTo(Mode.INJECT);
    assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.vault().address()).hasToString("https://vault:8200");
    assertThat(settings.vault().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.login()).hasToString("login at auth/kubernetes as orders");
    assertThat(settings.bindings()).hasSize(1);
    BindingSettings binding = settings.bindings().get(0);
    assertThat(binding.name()).isEqualTo("default");
    assertThat(binding.creds()).hasToString("database/creds/orders");
    assertThat(binding.timings().margin()).isEqualTo(Duration.ofSeconds(5));
    assertThat(binding.timings().firstCredentialTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(binding.timings().renewAt()).isEqualTo(0.66);
    assertThat(binding.timings().rotateAfter()).isNull();
    assertThat(binding.timings().rehearse()).isNull();
  }

  @Test
  void readsDriversInTheirOrder() throws ConfigException {
    Settings settings =
        Sources.minimal()
            .env("LEASEHOLD_DRIVERS", "com.edb.Driver=postgresql, x.y.Z_1$D = jdbc")
            .read();
    assertThat(settings.drivers())
        .containsExactly(
            Map.entry("com.edb.Driver", UrlDialect.ofUrl("jdbc:postgresql:")),
            Map.entry("x.y.Z_1$D", UrlDialect.JDBC));
    assertThat(Sources.minimal().read().drivers()).isEmpty();
  }

  @Test
  void isNotConfiguredWithoutACredsPath() throws ConfigException {
    Settings settings = new Sources().env("VAULT_SKIP_VERIFY", "true").read();
    assertThat(settings.configured()).isFalse();
    assertThat(settings.bindings()).isEmpty();
    assertThatThrownBy(settings::vault)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "not configured, so it does nothing. Set leasehold.creds (LEASEHOLD_CREDS) to the path"
                + " of the credentials in Vault, as in database/creds/orders, or to a file, as in"
                + " file:/vault/secrets/db.properties");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LEASEHOLD_CREDS", "LEASEHOLD_BINDINGS", "LEASEHOLD_CONFIG"})
  void refusesAnEmptyValueWhereNothingElseNamesCredentials(String name) throws ConfigException {
    assertThat(Sources.minimal().without("LEASEHOLD_CREDS").env(name, " ").problems())
        .containsExactly(
            name
                + ": empty, and no path of credentials is set; write the path in Vault, as in"
                + " database/creds/orders, or set leasehold.mode=off");
    Sources off = new Sources().env(name, "").env("LEASEHOLD_MODE", "off");
    assertThat(off.read().configured()).isFalse();
    Sources elsewhere = Sources.minimal().env(name, "");
    assertThat(elsewhere.property("leasehold.creds", "database/creds/orders").problems()).isEmpty();
  }

  @Test
  void looksAtNothingElseWhenSwitchedOff() throws ConfigException {
    Settings settings =
        new Sources().argument("mode=off,nonsense=1").env("LEASEHOLD_CONFIG", "/nowhere").read();
    assertThat(settings.mode()).isEqualTo(Mode.OFF);
    assertThat(settings.configured()).isFalse();
  }

  @Test
  void takesTimingsOfTheBindingBeforeThoseOfTheProcess() throws ConfigException {
    Settings settings =
        Sources.twoBindings()
            .env("LEASEHOLD_MARGIN", "7s")
            .env("LEASEHOLD_STOCK_2_MARGIN", "9s")
            .read();
    assertThat(settings.bindings())
        .extracting(BindingSettings::name)
        .containsExactly("orders", "stock-2");
    assertThat(settings.bindings())
        .extracting(binding -> binding.timings().margin())
        .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(9));
  }

  @Test
  void prefersTheBindingThatNamesTheUser() throws ConfigException, UncertainTargetException {
    Settings settings =
        Sources.twoBindings()
            .env("LEASEHOLD_STOCK_2_URL", "jdbc:postgresql://db/*")
            .env("LEASEHOLD_STOCK_2_USER", "flyway")
            .read();
    String url = "jdbc:postgresql://db:5432/orders";
    Targets there = Targets.of(Target.of("db", 5432, "orders")).withDefaultPort(5432);
    Targets other = Targets.of(Target.of("other", 5432, "orders")).withDefaultPort(5432);
    assertThat(settings.binding(url, there, "flyway")).isSameAs(settings.bindings().get(1));
    assertThat(settings.binding(url, there, "app")).isSameAs(settings.bindings().get(0));
    assertThat(settings.binding(url, there, null)).isSameAs(settings.bindings().get(0));
    assertThat(settings.binding(url, other, "app")).isNull();
  }

  @Test
  void refusesToGuessWhereAParameterLeads() throws ConfigException {
    Settings settings = Sources.twoBindings().read();
    Targets targets =
        Targets.of(Target.of("db", 5432, "orders"))
            .withDefaultPort(5432)
            .withDetours(Map.of("socketFactory", "com.example.F"));
    assertThatThrownBy(() -> settings.binding("jdbc:postgresql://db/orders", targets, "app"))
        .isInstanceOf(UncertainTargetException.class)
        .hasMessage(
            "binding orders: parameter socketFactory may lead the connection elsewhere than"
                + " db:5432/orders. If that is meant, name it with its value in the query of"
                + " leasehold.orders.url, or set * for all");
  }

  @Test
  void tellsFailFastEvenWhereTheRestIsWrong() {
    Sources wrong = Sources.minimal().env("LEASEHOLD_MARGIN", "5");
    assertThat(Settings.failFast(wrong.build())).isFalse();
    assertThat(Settings.failFast(wrong.env("LEASEHOLD_FAIL_FAST", "true").build())).isTrue();
  }
}
