// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Generation;
import dev.leasehold.retire.ConnectionHolder;
import dev.leasehold.retire.ConnectionHoldersTest;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetirementLogTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final RetirementLog listener =
      new RetirementLog(
          new Log(
              new PrintStream(written, true, StandardCharsets.UTF_8)::println,
              Log.Level.INFO,
              "4711"));

  @Test
  void saysOnceOfEachPoolThatItCannotBeToldToEvictAndWhatHoldsAllTheSame() {
    Exception cause = new NoSuchFieldException("com.example.Pool.idle is not there, or hidden");
    listener.evictionFailed("com.example.Pool (pool-9.9.jar)", cause);
    listener.evictionFailed("com.example.Pool (pool-9.9.jar)", cause);

    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(
            " WARN ",
            "the pool com.example.Pool (pool-9.9.jar) could not be told to evict:",
            "com.example.Pool.idle is not there, or hidden",
            "aborted at the end of its lease");
  }

  @Test
  void saysOnceOfAHolderHowManyItHasOpenAndWhyOneCannotBeMoved() throws Exception {
    Generation generation = OneLease.generation("orders", "v-role", Duration.ofHours(24));
    ConnectionHolder holder = ConnectionHoldersTest.holder(RetirementLogTest.class);
    HandOverResult why = HandOverResult.held(PinReason.LOCK, "it holds an advisory lock");
    listener.pinned(generation, holder, 12, why, Duration.ofHours(8));
    listener.pinned(generation, holder, 12, why, Duration.ofHours(8));

    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(
            " WARN ",
            "orders generation 1 (v-role): retired",
            "one of 12 open connections that were opened by " + RetirementLogTest.class.getName(),
            "cannot be moved to a new session: it holds an advisory lock",
            "aborted in 480 min");
  }

  /** An operator has to see the first warning; each rotation would repeat it. */
  @Test
  void warnsOnceOfWhatKeepsConnectionsAndSaysWhatToSet() throws Exception {
    Generation generation = OneLease.generation("orders", "v-role", Duration.ofHours(24));
    ConnectionHolder holder = ConnectionHoldersTest.holder(RetirementLogTest.class);
    listener.kept(generation, holder, 7, Duration.ofHours(8));
    listener.kept(generation, holder, 7, Duration.ofHours(8));

    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(
            " WARN ",
            "orders generation 1 (v-role): retired",
            "7 of its connections are still open",
            "opened by " + RetirementLogTest.class.getName() + " (",
            "Each connection that is still open in 480 min is aborted, in use or not",
            "set the greatest age of its connections below 240 min",
            "isValid");
  }

  @Test
  void saysThatSessionsGoTogether() throws Exception {
    listener.sessionsEnded(OneLease.generation("orders", "v-role", Duration.ofHours(1)), 9);
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains(" INFO ", "the database has ended a session", "go at once: 9");
  }
}
