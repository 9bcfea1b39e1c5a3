// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.File;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** Prints the version, for {@code java -jar leasehold-agent.jar}. */
public final class VersionPrinter {

  private VersionPrinter() {}

  /**
   * Prints version, use and the address of the documentation to standard output.
   *
   * @throws IOException when the jar on the class path cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    String jar = System.getProperty("java.class.path"); // The launcher's -jar sets it to the jar.
    try (JarFile file = new JarFile(jar, false)) {
      Attributes manifest = file.getManifest().getMainAttributes();
      System.out.println("Leasehold " + manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION));
      System.out.println("Leasehold is a Java agent. Attach it to an application:");
      System.out.println("  JAVA_TOOL_OPTIONS=" + option(new File(jar).getAbsolutePath()));
      System.out.println("Documentation: " + manifest.getValue("Implementation-URL"));
      System.out.println("Licences: META-INF/LICENSE and META-INF/THIRD-PARTY in this jar");
    }
  }

  /** A blank ends an option, unless the JVM finds quotes around it, which a shell would take. */
  private static String option(String jar) {
    return jar.indexOf(' ') < 0 ? "-javaagent:" + jar : "'-javaagent:\"" + jar + "\"'";
  }
}
