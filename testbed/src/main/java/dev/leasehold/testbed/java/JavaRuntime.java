// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.java;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.TestBedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Java of a given version: the directory of {@code JAVA8_HOME}, {@code JAVA11_HOME} and so on,
 * else the Java that {@code testbed/servers/build} unpacks.
 *
 * @param home the directory above {@code bin/java}
 */
public record JavaRuntime(Path home) {

  /** Finds it; empty, with the reason on standard error, where none is to be had. */
  public static Optional<JavaRuntime> find(int version) {
    String named = System.getenv("JAVA" + version + "_HOME");
    if (named != null && Files.isExecutable(Path.of(named, "bin", "java"))) {
      return Optional.of(new JavaRuntime(Path.of(named)));
    }
    try {
      return Optional.of(new JavaRuntime(ServerBuild.directory("java" + version)));
    } catch (TestBedException none) {
      System.err.println("testbed: no Java " + version + ": " + none.getMessage());
      return Optional.empty();
    }
  }
}
