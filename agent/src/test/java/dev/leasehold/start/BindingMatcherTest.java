// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Settings;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BindingMatcherTest {

  private static final Targets DB = Targets.of(Target.of("db", 5432, "orders"));

  private final List<String> warnings = new ArrayList<>();

  @Test
  void warnsOnceForEachUrlThatMissesByAParameter() throws Exception {
    BindingMatcher matcher = matcher("leasehold.url", "jdbc:postgresql://db/orders?sslmode=prefer");
    Map<String, String> parameters = new HashMap<>(Map.of("sslmode", "require"));
    Targets targets = DB.withDefaultPort(5432).withParameters(parameters);
    String url = "jdbc:postgresql://app:S3cret@db/orders?sslmode=require&sslpassword=S3cret";
    assertThat(matcher.matches(url, targets, "app")).isFalse();
    matcher.unmatched(url, targets, "app");
    matcher.unmatched(url, targets, "other");
    matcher.unmatched("jdbc:postgresql:orders", targets, "app");
    assertThat(warnings)
        .containsExactly(
            "connections to jdbc:postgresql://db/orders are left as they are configured, with the"
                + " configured password, though they lead where binding default is for. Setting"
                + " leasehold.url asks for sslmode=prefer, and the driver goes by sslmode=require."
                + " If the binding is meant for these connections, write the driver's value in"
                + " leasehold.url, or leave the parameter out",
            warnings
                .get(0)
                .replace("jdbc:postgresql://db/orders are", "jdbc:postgresql:orders are"));
  }

  @Test
  void warnsOfAsManyUrlsAsPeopleRead() throws Exception {
    BindingMatcher matcher = matcher("leasehold.url", "jdbc:postgresql://db/*?a=b");
    for (int i = 0; i < 100; i++) {
      matcher.unmatched("jdbc:postgresql://db/" + i, DB.withDefaultPort(5432), "app");
    }
    assertThat(warnings).hasSize(32);
  }

  @Test
  void saysNothingOfConnectionsThatLeadElsewhere() throws Exception {
    BindingMatcher matcher = matcher("leasehold.url", "jdbc:postgresql://db/orders?sslmode=prefer");
    Targets elsewhere = Targets.of(Target.of("other", 5432, "orders")).withDefaultPort(5432);
    matcher.unmatched("jdbc:postgresql://other/orders", elsewhere, "app");
    matcher("leasehold.user", "app").unmatched("jdbc:postgresql://db/orders", DB, "other");
    assertThat(warnings).isEmpty();
  }

  private BindingMatcher matcher(String name, String value) throws Exception {
    Settings settings =
        Settings.read(
            new ProcessInputs(
                null,
                Map.of(
                    name,
                    value,
                    "leasehold.creds",
                    "database/creds/orders",
                    "leasehold.vault.addr",
                    "http://127.0.0.1:1",
                    "leasehold.auth.role",
                    "orders"),
                Map.of()));
    return new BindingMatcher(settings, settings.bindings().get(0), warnings::add);
  }
}
