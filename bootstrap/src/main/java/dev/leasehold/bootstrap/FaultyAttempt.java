package dev.leasehold.bootstrap;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of last resort, when the agent itself failed on a connection. Not an {@code
 * SQLException}, because that type is out of the boot loader's sight.
 */
final class FaultyAttempt implements RefusedAttempt {

  private final Throwable failure;

  FaultyAttempt(Throwable fault) {
    failure =
        new IllegalStateException(
            "Leasehold refused this connection because of a fault of its own ("
                + fault.getClass().getName()
                + "); the configured password is not tried. Please report it.",
            fault);
  }

  @Override
  public String url() {
    return "";
  }

  @Override
  public Properties info() {
    return new Properties();
  }

  @Override
  public boolean ended(@Nullable Object connection, @Nullable Throwable thrown) {
    return false;
  }

  @Override
  public Throwable failure() {
    return failure;
  }
}
