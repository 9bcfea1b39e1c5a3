package dev.leasehold.start;

import dev.leasehold.observe.Log;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** The agent's start, after its own loader is there. */
public final class Leasehold {

  private Leasehold() {}

  /**
   * Starts the agent beside the application: registers the transformer and returns, while a thread
   * of its own does the rest.
   */
  public static void start(@Nullable String arguments, Instrumentation instrumentation) {
    Log log = new Log(System.err, Log.Level.INFO);
    log.info("started");
  }
}
