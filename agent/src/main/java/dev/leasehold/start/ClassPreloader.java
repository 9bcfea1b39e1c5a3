// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.agent.AgentClassLoader;
import java.io.IOException;

/**
 * Loads and initialises, while there is memory, what is needed when there is none. The classes for
 * failures would otherwise be loaded by the first failure, and one whose initialisation has failed
 * can never be used again.
 */
final class ClassPreloader {

  private static final String[] PACKAGES = {
    "target", "file", "lease", "json", "vault", "credentialfile", "retire", "inject", "observe"
  };

  private ClassPreloader() {}

  /**
   * Reads what of the agent the boot loader loads.
   *
   * @throws IOException when it is damaged
   */
  static void check() throws IOException {
    ClassLoader loader = ClassPreloader.class.getClassLoader();
    if (loader instanceof AgentClassLoader) {
      ((AgentClassLoader) loader).check();
    }
  }

  /** Takes some ten milliseconds, for a background thread: most of the classes are there by now. */
  static void load() throws ClassNotFoundException {
    ClassLoader loader = ClassPreloader.class.getClassLoader();
    if (loader instanceof AgentClassLoader) {
      for (String name : PACKAGES) {
        ((AgentClassLoader) loader).initialize("dev.leasehold." + name);
      }
    }
  }
}
