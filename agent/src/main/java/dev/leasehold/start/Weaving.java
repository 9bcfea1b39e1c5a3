package dev.leasehold.start;

import dev.leasehold.inject.Weaver;
import dev.leasehold.observe.Log;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes that the weaver names and answers at once for all others: every class of the
 * application passes here. A named class waits until {@link #open()} or {@link #stop()}.
 */
final class Weaving implements ClassFileTransformer {

  private final Weaver weaver;
  private final Set<String> internalNames;
  private final Instrumentation instrumentation;
  private final Log log;
  private final Latch opened = new Latch();
  private final Latch caughtUp = new Latch();
  private volatile List<Class<?>> early = Collections.emptyList();
  private volatile boolean stopped;

  Weaving(Weaver weaver, Instrumentation instrumentation, Log log) {
    this.weaver = weaver;
    this.internalNames = weaver.internalNames();
    this.instrumentation = instrumentation;
    this.log = log;
  }

  /** Takes over the loading of the named classes, and looks for those that are loaded already. */
  void register() {
    instrumentation.addTransformer(this, true);
    early = alreadyLoaded();
  }

  /**
   * Waits until the classes are woven that were loaded before the agent came, as another agent may
   * do; returns at once when there are none.
   */
  void catchUp() {
    if (!early.isEmpty()) {
      caughtUp.await();
    }
  }

  /**
   * Warms the weaver, lets the classes go that wait, and weaves those that were loaded before the
   * agent came. What woven code calls must be installed by now.
   */
  void open() {
    weaver.warm();
    opened.open();
    for (Class<?> type : early) {
      retransform(type);
    }
    caughtUp.open();
  }

  /** Lets the classes go as they are, from now on. */
  void stop() {
    stopped = true;
    opened.open();
    caughtUp.open();
    instrumentation.removeTransformer(this);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (internalName == null || !internalNames.contains(internalName)) {
      return null;
    }
    try {
      return opened.await() && !stopped ? weaver.weave(loader, internalName, bytes) : null;
    } catch (Throwable fault) { // What a transformer throws is swallowed by the JVM.
      log.error(internalName + " is not woven, so its connections are not ours: " + fault);
      return null;
    }
  }

  private List<Class<?>> alreadyLoaded() {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (internalNames.contains(type.getName().replace('.', '/'))) {
        found.add(type);
      }
    }
    return found;
  }

  private void retransform(Class<?> type) {
    try {
      instrumentation.retransformClasses(type);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError fault) {
      log.error(type.getName() + " was loaded before the agent and cannot be woven: " + fault);
    }
  }
}
