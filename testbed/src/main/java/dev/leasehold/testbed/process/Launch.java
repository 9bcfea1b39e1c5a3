// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import java.nio.file.Path;
import java.util.List;

/**
 * How to run one server.
 *
 * @param name its name in messages
 * @param command program and arguments
 * @param directory its working directory; removed if the JVM dies without stopping the server
 * @param orphanSignal the signal that ends it, without {@code SIG}, when the JVM dies
 */
public record Launch(String name, List<String> command, Path directory, String orphanSignal) {
  public Launch {
    command = List.copyOf(command);
  }

  /** The file that takes the server's standard output and error, appended to at each start. */
  public Path log() {
    return directory.resolve(name + ".log");
  }
}
