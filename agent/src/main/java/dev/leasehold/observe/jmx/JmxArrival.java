// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jmx;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Modifier;
import java.security.ProtectionDomain;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The first use of JMX in a process: by the application, by another agent, or by a tool that
 * attaches. Nobody sees an MBean before that. Changes no class.
 */
public final class JmxArrival implements ClassFileTransformer {

  /** Makes every MBean server, the platform's included, and keeps them. */
  private static final String FACTORY = "javax.management.MBeanServerFactory";

  private static final String INTERNAL_NAME = FACTORY.replace('.', '/');

  /** Looked for without a use of JMX. */
  private static final String SERVER = "javax.management.MBeanServer";

  private final CountDownLatch used = new CountDownLatch(1);

  private JmxArrival() {}

  /**
   * Waits until somebody makes or looks for an MBean server. Returns at once where somebody has.
   *
   * @throws ClassNotFoundException where this JVM has no JMX
   */
  public static void await(Instrumentation instrumentation)
      throws ClassNotFoundException, InterruptedException {
    requireServer();
    JmxArrival arrival = new JmxArrival();
    // As one that may retransform: for one that may not, the JVM copies each class file once more.
    instrumentation.addTransformer(arrival, true);
    try {
      for (Class<?> type : instrumentation.getAllLoadedClasses()) {
        arrival.loaded(isLikeFactory(type) && FACTORY.equals(type.getName()));
      }
      arrival.used.await();
    } finally {
      boolean ignored = instrumentation.removeTransformer(arrival);
    }
  }

  /** A class makes its name, and keeps it, when it is first asked for it. */
  private static boolean isLikeFactory(Class<?> type) {
    return type.getModifiers() == Modifier.PUBLIC
        && type.getSuperclass() == Object.class
        && type.getClassLoader() == null;
  }

  private static void requireServer() throws ClassNotFoundException {
    Class<?> ignored = Class.forName(SERVER, false, null);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    loaded(INTERNAL_NAME.equals(className));
    return null;
  }

  private void loaded(boolean isFactory) {
    if (isFactory) {
      used.countDown();
    }
  }
}
