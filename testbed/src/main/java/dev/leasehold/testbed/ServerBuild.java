// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import dev.leasehold.testbed.process.Command;
import java.nio.file.Path;
import java.util.List;

/**
 * The script {@code testbed/servers/build}, which builds or unpacks a server once and caches it.
 */
public final class ServerBuild {

  private ServerBuild() {}

  /**
   * Returns the directory of a server, absolute. Builds it first where it is not cached, which can
   * take minutes and is shown on standard error.
   *
   * @param server a name that the script knows
   * @throws TestBedException where it cannot be had
   */
  public static Path directory(String server) {
    String script = SourceTree.root().resolve("testbed/servers/build").toString();
    return Path.of(Command.runAloud(List.of(script, server)));
  }
}
