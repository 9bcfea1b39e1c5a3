// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.agent.AgentClassLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads and initialises, while there is memory, the classes that are needed when there is none. The
 * classes for failures would otherwise be loaded by the first failure. A class whose initialisation
 * has failed can never be used again.
 */
final class ClassPreloader {

  /** The packages that every start needs. */
  static final String[] ALWAYS = {
    "collection",
    "target",
    "file",
    "lease",
    "lease.rotation",
    "termination",
    "json",
    "vault",
    "credentialfile",
    "retire",
    "inject.url",
    "inject.jdbc",
    "inject.reactive",
    "inject",
    "observe"
  };

  private ClassPreloader() {}

  /**
   * Reads the agent's classes that the boot loader loads.
   *
   * @throws IOException when it is damaged
   */
  static void check() throws IOException {
    ClassLoader loader = ClassPreloader.class.getClassLoader();
    if (loader instanceof AgentClassLoader) {
      ((AgentClassLoader) loader).check();
    }
  }

  /**
   * Loads and initialises packages. Takes some ten milliseconds, for a background thread: most of
   * the classes are there by now.
   *
   * @param packages their names below {@code dev.leasehold}
   */
  static void load(String... packages) throws ClassNotFoundException {
    ClassLoader loader = ClassPreloader.class.getClassLoader();
    if (loader instanceof AgentClassLoader) {
      List<String> names = new ArrayList<>();
      for (String name : packages) {
        names.add("dev.leasehold." + name);
      }
      ((AgentClassLoader) loader).initialize(names);
    }
  }
}
