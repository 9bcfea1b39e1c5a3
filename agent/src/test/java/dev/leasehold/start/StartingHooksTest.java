package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.RefusingHooks;
import dev.leasehold.inject.catalog.Drivers;
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
    hooks.giveWayTo(
        new RefusingHooks(
            Drivers.entrances(), Drivers.reactive(), (url, user) -> true, "as asked"));
    assertThatThrownBy(() -> connecting.orTimeout(30, TimeUnit.SECONDS).join())
        .hasRootCauseInstanceOf(SQLException.class)
        .hasMessageContaining("as asked");
  }

  @Test
  void aConnectionGoesOnUntouchedWhenThereIsNothingToDo() {
    hooks.giveWayTo(null);
    assertThat(connect()).isNull();
  }

  private @Nullable Object connect() {
    try {
      return hooks.connecting("postgresql", new Driver(), URL, new Properties());
    } catch (Exception refused) {
      throw new CompletionException(refused);
    }
  }
}
