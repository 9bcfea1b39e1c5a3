package dev.leasehold.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
}
