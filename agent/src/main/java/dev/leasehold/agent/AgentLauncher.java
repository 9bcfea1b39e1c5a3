// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.lang.instrument.Instrumentation;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Hands over from the boot loader to the loader that isolates the rest of the agent. */
public final class AgentLauncher {

  private static final String COMPOSITION_ROOT = "dev.leasehold.start.Leasehold";

  private AgentLauncher() {}

  /**
   * Loads the composition root from {@code jar} and calls its {@code start(String,
   * Instrumentation)} on this thread.
   *
   * @throws ReflectiveOperationException when the jar is not whole, or the composition root throws
   */
  public static void handOver(
      JarFile jar, @Nullable String arguments, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    ClassLoader loader = new AgentClassLoader(jar, platformLoader());
    Class.forName(COMPOSITION_ROOT, true, loader)
        .getMethod("start", String.class, Instrumentation.class)
        .invoke(null, arguments, instrumentation);
  }

  /** Returns the topmost loader that is an object: the platform's, on Java 8 that of extensions. */
  private static ClassLoader platformLoader() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    for (ClassLoader up = loader.getParent(); up != null; up = up.getParent()) {
      loader = up;
    }
    return loader;
  }
}
