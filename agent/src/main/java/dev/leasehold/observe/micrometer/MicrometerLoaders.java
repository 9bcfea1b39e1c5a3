// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.micrometer;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes note of the class loaders in which an application begins to use Micrometer's global
 * registry. An application server has several, and gets another loader after a deployment. Changes
 * no class.
 */
public final class MicrometerLoaders implements ClassFileTransformer {

  static final String METRICS = "io.micrometer.core.instrument.Metrics";
  private static final String INTERNAL_NAME = METRICS.replace('.', '/');

  private final BlockingQueue<WeakReference<ClassLoader>> found = new LinkedBlockingQueue<>();

  /** The loaders that {@link #next} has returned; for its thread alone. */
  private final List<WeakReference<ClassLoader>> returned = new ArrayList<>();

  /** Begins to take note, of loaders that have it already, too. */
  public void watch(Instrumentation instrumentation) {
    // As one that may retransform: for one that may not, the JVM copies each class file once more.
    instrumentation.addTransformer(this, true);
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = type.getClassLoader();
      if (loader != null && type.getName().equals(METRICS)) {
        note(loader);
      }
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (INTERNAL_NAME.equals(className) && redefined == null) {
      note(loader);
    }
    return null;
  }

  private void note(@Nullable ClassLoader loader) {
    if (loader != null) {
      boolean ignored = found.add(new WeakReference<>(loader));
    }
  }

  /** Waits for the next loader; returns null for a loader that is gone by now, or was returned. */
  public @Nullable ClassLoader next() throws InterruptedException {
    WeakReference<ClassLoader> next = found.take();
    ClassLoader loader = next.get();
    returned.removeIf(each -> each.get() == null);
    for (WeakReference<ClassLoader> each : returned) {
      if (each.get() == loader) {
        return null; // Noted twice, as it was loading the class when the watch began.
      }
    }
    returned.add(next);
    return loader;
  }
}
