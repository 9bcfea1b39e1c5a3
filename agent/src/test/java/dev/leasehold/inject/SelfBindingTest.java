// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.SuggestedPattern;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SelfBindingTest {

  private static final String URL = "jdbc:postgresql://db/orders";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Targets DB = server("db", "orders");
  private static final Targets OTHER = server("other", "stock");
  private static final Targets THIRD = server("third", "stock");

  private final SettableClock clock = new SettableClock();
  private final Told told = new Told();
  private final SelfBinding binding =
      new SelfBinding("default", "leasehold.url", PATIENCE, clock, told);

  @Test
  void isForTheServersThatFirstAcceptTheCredential() throws Exception {
    assertThat(binding.admits(URL, DB)).isTrue();
    assertThat(binding.accepted(DB)).isTrue();
    binding.ended(DB);
    assertThat(binding.admits(URL, server("db", "another"))).isTrue();
    assertThat(binding.admits(URL, OTHER)).isFalse();
    assertThat(binding.admits(URL, THIRD)).isFalse();
    assertThat(binding.admits(URL, OTHER)).isFalse();
    assertThat(binding.admits(URL, THIRD)).isFalse();
    assertThat(binding.accepted(OTHER)).isFalse();
    assertThat(binding.isFor(DB.whole())).isTrue();
    assertThat(binding.isFor(OTHER.whole())).isFalse();
    assertThat(told.lines)
        .containsExactly(
            "default is for db:5432/orders: leasehold.url=jdbc:postgresql://db:5432",
            "default is for db:5432/orders, not other:5432/stock:"
                + " leasehold.url=jdbc:postgresql://db:5432",
            "default is for db:5432/orders, not third:5432/stock:"
                + " leasehold.url=jdbc:postgresql://db:5432");
  }

  @Test
  void isForAllHostsOfTheUrlAndForSomeOfThem() throws Exception {
    Targets both = Targets.of(Target.of("a", 5432, "x"), Target.of("b", 5433, "x"));
    assertThat(binding.admits(URL, both)).isTrue();
    binding.accepted(both);
    assertThat(binding.admits(URL, Targets.of(Target.of("b", 5433, "x")))).isTrue();
    assertThat(binding.admits(URL, Targets.of(Target.of("b", 5432, "x")))).isFalse();
    assertThat(told.lines.get(0)).endsWith("leasehold.url=jdbc:postgresql://a:5432,b:5433");
  }

  @Test
  void namesOraclesServerInTheFormOfItsUrls() throws Exception {
    assertThat(binding.admits("jdbc:oracle:thin:@db:1521/orders", DB)).isTrue();
    binding.accepted(DB);
    assertThat(told.lines.get(0)).endsWith("leasehold.url=jdbc:oracle:thin:@//db:5432");
  }

  /** The offer to the other servers was made later, and has come to nothing. */
  @Test
  void namesTheServersByTheirOwnUrlWhereOthersWereOfferedTheCredentialSince() throws Exception {
    assertThat(binding.admits("jdbc:mysql:replication://db/orders", DB)).isTrue();
    clock.advance(Duration.ofSeconds(11));
    assertThat(binding.admits(URL, OTHER)).isTrue();
    binding.accepted(DB);
    assertThat(told.lines.get(0)).endsWith("leasehold.url=jdbc:mysql:replication://db:5432");
  }

  @Test
  void takesNoParameterThatMayLeadElsewhere() throws Exception {
    Map<String, String> factory = Map.of("socketFactory", "com.example.F");
    Targets detoured = DB.withDetours(factory);
    assertThatThrownBy(() -> binding.admits(URL, detoured))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("binding default: socketFactory may lead")
        .hasMessageContaining("db:5432/orders")
        .hasMessageContaining("set leasehold.url to")
        .hasMessageNotContaining("com.example");
    assertThat(binding.admits(URL, DB)).isTrue();
    binding.accepted(DB);
    assertThatThrownBy(() -> binding.admits(URL, detoured)).hasMessageContaining("socketFactory");
    assertThat(binding.isForOthers(detoured)).isFalse();
    assertThat(binding.admits(URL, OTHER.withDetours(factory))).as("left alone").isFalse();
    assertThat(binding.isForOthers(OTHER.withDetours(factory))).isTrue();
  }

  @Test
  void takesASocketOfTheFileSystemForAServer() throws Exception {
    Targets socket =
        Targets.of(Target.of("/run/m.sock", Target.NO_PORT, "orders"))
            .withDetours(Map.of("localSocket", "/run/m.sock"));
    assertThat(binding.admits(URL, socket)).isTrue();
    binding.accepted(socket);
    assertThat(binding.admits(URL, socket)).isTrue();
    assertThat(binding.admits(URL, DB)).isFalse();
    assertThat(told.lines.get(0))
        .endsWith("leasehold.url=jdbc:postgresql://localhost?localSocket=/run/m.sock");
  }

  @Test
  void offersTheCredentialToOneServerAtATime() throws Exception {
    assertThat(binding.admits(URL, DB)).isTrue();
    assertThat(binding.admits(URL, DB)).isTrue();
    assertThat(binding.ask(URL, OTHER)).isNull();
    FutureTask<Boolean> other = waiting(binding, OTHER);
    binding.ended(DB);
    assertThat(binding.ask(URL, OTHER)).isNull();
    binding.accepted(DB);
    assertThat(other.get(60, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void offersItToTheNextServerWhenOneFailsWithoutAVerdict() throws Exception {
    assertThat(binding.admits(URL, DB)).isTrue();
    FutureTask<Boolean> other = waiting(binding, OTHER);
    binding.ended(DB);
    assertThat(other.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(binding.ask(URL, DB)).isNull();
  }

  @Test
  void offersItToTheNextServerWhenOneRejectsIt() throws Exception {
    assertThat(binding.admits(URL, OTHER)).isTrue();
    FutureTask<Boolean> db = waiting(binding, DB);
    binding.rejected(OTHER);
    assertThat(db.get(60, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> binding.admits(URL, OTHER))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("other:5432 has rejected its credential")
        .hasMessageContaining("Set leasehold.url");
    binding.accepted(DB);
    assertThat(binding.admits(URL, OTHER)).isFalse();
  }

  @Test
  void asksAServerThatRejectsAgainWhereThereIsNoOther() throws Exception {
    assertThat(binding.admits(URL, DB)).isTrue();
    binding.rejected(DB);
    assertThat(binding.admits(URL, DB)).isTrue();
  }

  @Test
  void asksAServerThatHasRejectedAgainAfterAWhile() throws Exception {
    assertThat(binding.admits(URL, OTHER)).isTrue();
    binding.rejected(OTHER);
    assertThat(binding.admits(URL, DB)).isTrue();
    binding.ended(DB);
    clock.advance(Duration.ofSeconds(10));
    assertThat(binding.admits(URL, OTHER)).isTrue();
  }

  @Test
  void passesOnAnOfferThatHasNoVerdictForLong() throws Exception {
    assertThat(binding.admits(URL, DB)).isTrue();
    FutureTask<Boolean> other = waiting(binding, OTHER);
    clock.advance(Duration.ofSeconds(10));
    assertThat(other.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(binding.ask(URL, DB)).isNull();
    binding.accepted(DB); // Late, but before anyone else.
    assertThat(binding.admits(URL, OTHER)).isFalse();
  }

  @Test
  void refusesWhoHasWaitedInVain() throws Exception {
    SelfBinding hasty =
        new SelfBinding("default", "leasehold.url", Duration.ofSeconds(2), clock, told);
    assertThat(hasty.admits(URL, DB)).isTrue();
    FutureTask<Boolean> other = waiting(hasty, OTHER);
    clock.advance(Duration.ofSeconds(3));
    assertThatThrownBy(() -> other.get(60, TimeUnit.SECONDS))
        .rootCause()
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("db:5432, which is asked first")
        .hasMessageContaining("within 2 s");
  }

  /** Returns the answer to a connect on another thread, once it has begun to wait. */
  private static FutureTask<Boolean> waiting(SelfBinding binding, Targets targets) {
    FutureTask<Boolean> answer = new FutureTask<>(() -> binding.admits(URL, targets));
    Thread thread = new Thread(answer, "connect to " + targets);
    thread.setDaemon(true);
    thread.start();
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (thread.getState() != Thread.State.TIMED_WAITING && !answer.isDone()) {
      assertThat(System.nanoTime()).as("time until the connect waits").isLessThan(bound);
      Thread.onSpinWait();
    }
    return answer;
  }

  private static Targets server(String host, String database) {
    return Targets.of(Target.of(host, 5432, database)).withDefaultPort(5432);
  }

  private static final class Told implements SelfBindingListener {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void bound(String binding, String setting, String url, Targets servers) {
      lines.add(
          binding
              + " is for "
              + servers
              + ": "
              + setting
              + "="
              + SuggestedPattern.of(url, servers));
    }

    @Override
    public void leftAlone(
        String binding, String setting, String url, Targets servers, Targets elsewhere) {
      lines.add(
          binding
              + " is for "
              + servers
              + ", not "
              + elsewhere
              + ": "
              + setting
              + "="
              + SuggestedPattern.of(url, servers));
    }
  }
}
