// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Packages {@link EarlyAgent}, in whose JVM there is no ASM. */
final class EarlyAgentJar {

  private EarlyAgentJar() {}

  /** Returns the JVM's option for the agent, which loads the driver's class and changes none. */
  static String option(Path folder) throws IOException {
    return option(folder, ClassChange.FIELD);
  }

  /**
   * Returns the JVM's option for the agent, which loads the driver's class and these.
   *
   * @param changed the names of classes of the newest driver that it changes
   */
  static String option(Path folder, ClassChange change, String... changed) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EarlyAgent.class.getName());
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    Path jar = folder.resolve("early.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(file, manifest);
        JarFile driver = new JarFile(new File(ForkedJvm.DRIVER))) {
      for (String name : changed) {
        String internalName = name.replace('.', '/');
        to.putNextEntry(new ZipEntry(internalName + EarlyAgent.CHANGED));
        try (InputStream in = driver.getInputStream(driver.getEntry(internalName + ".class"))) {
          to.write(change.made(in.readAllBytes()));
        }
      }
    }
    return "-javaagent:" + jar + "=" + String.join(",", changed);
  }
}
