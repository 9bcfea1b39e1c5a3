package dev.leasehold.agent;

import java.nio.file.Path;

/** The jar as it was packaged. */
final class AgentJar {

  private AgentJar() {}

  static Path path() {
    return Path.of(System.getProperty("leasehold.test.agent-jar"));
  }
}
