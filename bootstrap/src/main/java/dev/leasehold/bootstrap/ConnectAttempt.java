package dev.leasehold.bootstrap;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One call of a driver's {@code connect}, repetitions included. Belongs to the thread that
 * connects.
 */
public interface ConnectAttempt {

  /** Returns the URL to connect to, without credentials. */
  String url();

  /**
   * Returns the properties to connect with; a copy that the application never sees. The same object
   * at each call: what changes before a repetition is changed in it.
   */
  Properties info();

  /**
   * The driver has returned or thrown.
   *
   * @param connection what it returned; null when it threw or does not take the URL
   * @param thrown what it threw
   * @return whether to call the driver again, with {@link #info()} as it is now
   */
  boolean ended(@Nullable Object connection, @Nullable Throwable thrown);

  /** Returns what the application is to see thrown; null when it gets its connection. */
  @Nullable Throwable failure();
}
