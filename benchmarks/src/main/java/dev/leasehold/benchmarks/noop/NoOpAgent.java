package dev.leasehold.benchmarks.noop;

/** What any agent costs. */
public final class NoOpAgent {

  private NoOpAgent() {}

  /** Does nothing. */
  public static void premain(String arguments) {}
}
