// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Somebody else's agent that comes first and touches the driver. */
public final class EarlyAgent {

  private EarlyAgent() {}

  /** Called by the JVM. */
  public static void premain(String arguments) throws ClassNotFoundException {
    Class.forName("org.postgresql.Driver");
  }

  static Path packaged(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EarlyAgent.class.getName());
    Path jar = folder.resolve("early.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(file, manifest)) {
      to.putNextEntry(new ZipEntry("empty"));
    }
    return jar;
  }
}
