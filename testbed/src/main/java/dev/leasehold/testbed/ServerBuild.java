// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import dev.leasehold.testbed.process.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The script {@code testbed/servers/build}, which builds or unpacks a server once and caches it.
 */
public final class ServerBuild {

  /** The script hashes each file of a server's source, which does not change under a test. */
  private static final Map<String, Path> DIRECTORIES = new ConcurrentHashMap<>();

  private ServerBuild() {}

  /**
   * Returns the directory of a server, absolute. Builds it first where it is not cached, which can
   * take minutes and is shown on standard error.
   *
   * @param server a name that the script knows
   * @throws TestBedException where it cannot be had
   */
  public static Path directory(String server) {
    return DIRECTORIES.computeIfAbsent(server, ServerBuild::build);
  }

  private static Path build(String server) {
    String script = SourceTree.root().resolve("testbed/servers/build").toString();
    return Path.of(Command.runAloud(List.of(script, server)));
  }
}
