// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.reactive.AsyncAdmission;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Logins that wait for a binding's servers to be known cost one thread for each target. */
class AsyncAdmissionTest {

  private static final String URL = "jdbc:postgresql://db/orders";
  private static final Targets DB = Targets.of(Target.of("db", 5432, "orders"));
  private static final Targets OTHER = Targets.of(Target.of("other", 5432, "stock"));

  private final Queue<Boolean> asked = new ConcurrentLinkedQueue<>();

  @Test
  void logsManyInThatWaitWithOneThread() throws Exception {
    SelfBinding binding = binding(Duration.ofSeconds(30));
    AsyncAdmission admission = new AsyncAdmission(binding);
    assertThat(binding.admits(URL, DB)).isTrue();
    List<CompletableFuture<Boolean>> turns = new ArrayList<>();
    List<CompletableFuture<Void>> logins = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Targets targets = Targets.of(Target.of("other", 5432, "stock")); // Each login has its own.
      CompletableFuture<Boolean> turn = admission.turn(URL, targets);
      turns.add(turn);
      logins.add(turn.thenAccept(admitted -> ask(binding, targets)));
    }
    assertThat(turns).as("waits").containsOnly(turns.get(0));
    CompletableFuture<Boolean> detour =
        admission.turn(URL, OTHER.withDetours(Map.of("socket", "/tmp/s")));
    assertThat(turns).doesNotContain(detour);
    binding.ended(DB);
    for (CompletableFuture<Void> login : logins) {
      login.get(60, TimeUnit.SECONDS);
    }
    assertThat(asked).hasSize(100).containsOnly(true);
  }

  @Test
  void failsAllThatWaitInVain() throws Exception {
    SelfBinding binding = binding(Duration.ZERO);
    assertThat(binding.admits(URL, DB)).isTrue();
    AsyncAdmission admission = new AsyncAdmission(binding);
    assertThatThrownBy(() -> admission.turn(URL, OTHER).get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("no credential is sent to other:5432");
  }

  private void ask(SelfBinding binding, Targets targets) {
    try {
      asked.add(Boolean.TRUE.equals(binding.ask(URL, targets)));
    } catch (Exception refused) {
      asked.add(false);
    }
  }

  private static SelfBinding binding(Duration patience) {
    return new SelfBinding(
        "default", "leasehold.url", patience, LeaseClock.system(), new SilentListener());
  }

  private static final class SilentListener implements SelfBindingListener {
    @Override
    public void bound(String binding, String setting, String url, Targets servers) {}

    @Override
    public void leftAlone(
        String binding, String setting, String url, Targets servers, Targets elsewhere) {}
  }
}
