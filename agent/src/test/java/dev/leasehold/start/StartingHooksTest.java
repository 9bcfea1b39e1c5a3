// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

class StartingHooksTest {

  private static final String URL = "jdbc:postgresql://db/orders";

  private final StartingHooks hooks = new StartingHooks();

  @Test
  void aConnectionWaitsUntilItIsKnownWhoseItIs() {
    CompletableFuture<@Nullable Object> connecting = CompletableFuture.supplyAsync(this::connect);
    hooks.giveWayTo(new StartRefusal("as asked"));
    assertThatThrownBy(() -> connecting.orTimeout(60, TimeUnit.SECONDS).join())
        .hasRootCauseInstanceOf(SQLException.class)
        .hasMessageContaining("Leasehold: as asked");
  }

  @Test
  void aRefusalLeavesAloneWhatTheDriverDoesNotTake() {
    hooks.giveWayTo(new StartRefusal("as asked"));
    assertThat(connect("postgresql", "jdbc:h2:mem:")).isNull();
  }

  @Test
  void refusesInTheSameWordsWhereItCannotTellWhatTheDriverTakes() {
    hooks.giveWayTo(new StartRefusal("as asked"));
    assertThatThrownBy(() -> connect("not of this jar", URL))
        .cause()
        .isInstanceOf(SQLException.class)
        .hasMessage("Leasehold: as asked")
        .hasFieldOrPropertyWithValue("SQLState", "28000");
  }

  /** By any other exception Oracle's driver leaves a clock running, which interrupts the thread. */
  @Test
  void refusesALoginAsTheDriversLoginPointFails() {
    hooks.giveWayTo(new StartRefusal("as asked"));
    assertThatThrownBy(() -> hooks.reaching("oracle", new Object()))
        .isInstanceOf(IOException.class)
        .hasMessage("Leasehold: as asked")
        .hasCauseInstanceOf(SQLException.class);
    assertThatThrownBy(() -> hooks.reaching("postgresql", new Object()))
        .isInstanceOf(SQLException.class)
        .hasMessage("Leasehold: as asked");
  }

  @Test
  void aConnectionGoesOnUntouchedWhenThereIsNothingToDo() {
    hooks.giveWayTo(null);
    assertThat(connect()).isNull();
  }

  private @Nullable Object connect() {
    return connect("postgresql", URL);
  }

  private @Nullable Object connect(String connectMethod, String url) {
    try {
      return hooks.connecting(connectMethod, new Driver(), url, new Properties());
    } catch (Exception refused) {
      throw new CompletionException(refused);
    }
  }
}
