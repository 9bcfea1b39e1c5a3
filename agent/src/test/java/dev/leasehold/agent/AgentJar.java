// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The jar as it was packaged. */
final class AgentJar {

  private AgentJar() {}

  static Path path() {
    return Path.of(System.getProperty("leasehold.test.agent-jar"));
  }

  /** Returns the version that its manifest names. */
  static String version() throws IOException {
    try (JarFile jar = new JarFile(path().toFile())) {
      return jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    }
  }
}
