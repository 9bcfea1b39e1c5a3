// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.bootstrap.Bridge;
import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.inject.weave.WovenClass;
import dev.leasehold.observe.Log;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that woven classes find the bridge. Some class loaders hide the boot loader's classes,
 * as the loaders of OSGi and JBoss Modules do. Such a loader is woven itself when the first class
 * that is to call the bridge appears in it. It then asks the boot loader for the bridge's package,
 * and works as before for everything else. No other loader is touched.
 */
final class BridgeExposer implements ClassFileTransformer {

  private final Weaver weaver = new Weaver(Collections.emptyList());
  private final Instrumentation instrumentation;
  private final Log log;

  @GuardedBy("this") private boolean registered;

  BridgeExposer(Instrumentation instrumentation, Log log) {
    this.instrumentation = instrumentation;
    this.log = log;
  }

  /**
   * Returns when classes of this loader find the bridge.
   *
   * @throws IllegalStateException when they cannot
   */
  void ensure(ClassLoader loader) {
    if (sees(loader)) {
      return;
    }
    Throwable fault = open(loader);
    if (!sees(loader)) {
      throw new IllegalStateException(
          "its class loader ("
              + loader.getClass().getName()
              + ") hides the agent's package dev.leasehold.bootstrap; let it take that from the boot"
              + " loader",
          fault);
    }
    log.debug(loader.getClass().getName() + " finds dev.leasehold.bootstrap from now on");
  }

  /**
   * Asks for the types that woven code names. The JVM keeps a loader's first answer. So it does not
   * matter that OSGi's frameworks may answer the agent, which they take for the JVM, and would not
   * have answered the driver.
   */
  private static boolean sees(ClassLoader loader) {
    try {
      for (Class<?> type : new Class<?>[] {Bridge.class, ConnectAttempt.class}) {
        if (Class.forName(type.getName(), false, loader) != type) {
          return false;
        }
      }
      return true;
    } catch (ClassNotFoundException | RuntimeException | LinkageError hidden) {
      return false;
    }
  }

  /** Weaves each class that may hide the bridge; returns the failure, or null. */
  private @Nullable Throwable open(ClassLoader loader) {
    List<Class<?>> hiding = new ArrayList<>();
    List<WovenClass> woven = new ArrayList<>();
    for (ClassLoader up = loader; up != null; up = up.getParent()) {
      for (Class<?> type = up.getClass(); isNotOfTheJdk(type); type = type.getSuperclass()) {
        ensure(type.getClassLoader()); // As a framework may run inside another.
        hiding.add(type);
        woven.add(new WovenClass(type.getName().replace('.', '/'), InstrumentedMethods.loading()));
      }
    }
    weaver.add(woven);
    register();
    return retransform(hiding.toArray(new Class<?>[0]));
  }

  private static boolean isNotOfTheJdk(Class<?> type) {
    return type.getClassLoader() != null;
  }

  private synchronized void register() {
    if (!registered) {
      registered = true;
      instrumentation.addTransformer(this, true);
    }
  }

  /**
   * On a thread of its own: the JVM asks no transformer on a thread that is in a transformer
   * already.
   */
  private @Nullable Throwable retransform(Class<?>... types) {
    AtomicReference<Throwable> fault = new AtomicReference<>();
    StartLatch done = new StartLatch();
    Thread thread =
        new Thread(
            () -> {
              try {
                instrumentation.retransformClasses(types);
              } catch (Throwable unable) {
                fault.set(unable);
              } finally {
                done.open();
              }
            },
            "leasehold-open");
    thread.setDaemon(true);
    thread.start();
    done.await();
    return fault.get();
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (internalName == null || !weaver.mayWeave(internalName)) {
      return null;
    }
    try {
      return weaver.weave(loader, internalName, bytes);
    } catch (Throwable fault) { // The JVM swallows a transformer's exception.
      log.error(internalName + " cannot be woven and is used as it is: " + fault);
      return null;
    }
  }
}
