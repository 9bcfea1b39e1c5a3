// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's agent that comes first and loads the driver. It changes some classes when they
 * are loaded, and not when they are transformed once more, as agents have done. The JVM then lets
 * no agent transform these classes that does not make the same change.
 */
public final class EarlyAgent {

  /** The end of the names of changed class files in the agent's jar. */
  static final String CHANGED = ".changed";

  private static final String DRIVER = "org.postgresql.Driver";

  private EarlyAgent() {}

  /** Called by the JVM. */
  public static void premain(String arguments, Instrumentation instrumentation)
      throws ClassNotFoundException {
    ClassFileTransformer once =
        new ClassFileTransformer() {
          @Override
          public byte @Nullable [] transform(
              ClassLoader loader,
              @Nullable String name,
              @Nullable Class<?> redefined,
              ProtectionDomain domain,
              byte[] bytes) {
            return name != null && name.startsWith("org/postgresql/") && redefined == null
                ? changed(name)
                : null;
          }
        };
    instrumentation.addTransformer(once, true);
    Class.forName(DRIVER);
    for (String more : (arguments == null ? "" : arguments).split(",", -1)) {
      if (!more.isEmpty()) {
        Class.forName(more);
      }
    }
  }

  private static byte @Nullable [] changed(String name) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(name + CHANGED)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }
}
