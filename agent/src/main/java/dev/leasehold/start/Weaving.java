// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.inject.weave.WovenClass;
import dev.leasehold.observe.Log;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.AccessController;
import java.security.CodeSource;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.sql.Driver;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes that the weaver names and answers at once for all others: every class of the
 * application passes here.
 *
 * <p>A driver that cannot be woven would connect with the configured password, so it is not loaded
 * at all; any other class is loaded as it is. One that another agent has loaded before stays as it
 * is, and an error says so.
 */
final class Weaving implements ClassFileTransformer {

  /**
   * A class file that the JVM refuses: its magic number alone. An empty array would count as no
   * change.
   */
  private static final byte[] UNLOADABLE = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE};

  private final Weaver weaver;
  private final Instrumentation instrumentation;
  private final BridgeExposer sight;
  private final DriverArrival arrival;
  private final Log log;

  /** Classes that the settings name and that no class loader has defined yet, with slashes. */
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();

  private volatile boolean stopped;

  Weaving(Weaver weaver, Instrumentation instrumentation, DriverArrival arrival, Log log) {
    this.weaver = weaver;
    this.instrumentation = instrumentation;
    this.sight = new BridgeExposer(instrumentation, log);
    this.arrival = arrival;
    this.log = log;
  }

  /**
   * Takes over the loading of the named classes, and weaves those that were loaded before the agent
   * came, as another agent may do.
   */
  void start() {
    instrumentation.addTransformer(this, true);
    weaveLoaded(weaver.internalNames());
  }

  /** Takes over these classes, too. */
  void add(List<WovenClass> more) {
    Set<String> before = new HashSet<>(weaver.internalNames());
    weaver.add(more);
    Set<String> added = new HashSet<>(weaver.internalNames());
    added.removeAll(before);
    awaited.addAll(added);
    weaveLoaded(added);
  }

  /** Puts more calls into these classes. */
  void addCalls(List<WovenClass> more) {
    weaver.addCalls(more);
    Set<String> names = new HashSet<>();
    for (WovenClass woven : more) {
      names.add(woven.internalName());
    }
    weaveLoaded(names);
  }

  /** Returns whether a class that was added has not been loaded by now; its name with dots. */
  boolean isAwaited(String name) {
    return awaited.contains(name.replace('.', '/'));
  }

  /** Takes over all other drivers, too. */
  void addOtherDrivers(String connectMethod) {
    weaver.addOtherDrivers(connectMethod);
    weaveLoadedDrivers();
  }

  /** Looks at the connects of other drivers that can be told by their names. */
  void watchOtherDrivers(String connectMethod) {
    weaver.addDriversByName(connectMethod);
    weaveLoadedDrivers();
  }

  private void weaveLoadedDrivers() {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = type.getName().replace('.', '/');
      if (Driver.class.isAssignableFrom(type)
          && !type.isInterface()
          && !weaver.internalNames().contains(name)
          && weaver.mayWeave(name)) {
        retransform(type, true);
      }
    }
  }

  private void weaveLoaded(Set<String> internalNames) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = type.getName().replace('.', '/');
      if (internalNames.contains(name)) {
        retransform(type, weaver.mayConnect(name, new byte[0]));
      }
    }
  }

  /** Lets the classes go as they are, from now on. */
  void stop() {
    stopped = true;
    instrumentation.removeTransformer(this);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (internalName == null || !weaver.mayWeave(internalName) || stopped) {
      return null;
    }
    byte[] result = weaver.mayConnect(internalName, bytes) ? UNLOADABLE : null;
    try {
      awaited.remove(internalName);
      PrivilegedAction<byte @Nullable []> weave =
          () -> woven(loader, internalName, redefined, domain, bytes);
      result = AccessController.doPrivileged(weave); // The application's classes are on the stack.
    } catch (Throwable fault) {
      // No memory or no stack is left to weave or to say so. What a transformer throws, the JVM
      // swallows, and loads the class as it is.
    }
    return result;
  }

  private byte @Nullable [] woven(
      @Nullable ClassLoader loader,
      String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    try {
      byte[] woven = weaver.weave(loader, internalName, bytes);
      if (woven != null && loader != null) {
        sight.ensure(loader);
        announce(internalName);
      }
      return woven;
    } catch (Throwable fault) { // What a transformer throws is swallowed by the JVM.
      if (redefined != null && weaver.mayConnect(internalName, bytes)) {
        log.error(internalName + jar(domain) + " cannot be woven and stays as it was: " + fault);
        return UNLOADABLE; // Who asked for the change hears that it failed.
      }
      return unwoven(internalName, domain, bytes, fault);
    }
  }

  private void announce(String internalName) {
    try {
      if (weaver.connects(internalName)) {
        arrival.loading();
      }
    } catch (RuntimeException | Error fault) {
      log.debug("the first lease is fetched with the first connection: " + fault);
    }
  }

  private byte @Nullable [] unwoven(
      String internalName, @Nullable ProtectionDomain domain, byte[] bytes, Throwable fault) {
    if (!weaver.mayConnect(internalName, bytes)) {
      log.error(internalName + jar(domain) + " cannot be woven and is used as it is: " + fault);
      return null;
    }
    log.error(
        internalName
            + " cannot be woven, so it is not loaded: it would connect with the configured password."
            + " Use a version of the driver that docs/compatibility.md names, or set"
            + " leasehold.mode=off: "
            + fault);
    return UNLOADABLE;
  }

  /** Its name mostly holds the version. */
  private static String jar(@Nullable ProtectionDomain domain) {
    CodeSource source = domain == null ? null : domain.getCodeSource();
    String location = source == null ? "" : String.valueOf(source.getLocation());
    String name = location.substring(location.lastIndexOf('/') + 1);
    return name.isEmpty() ? "" : " (" + name + ")";
  }

  private void retransform(Class<?> type, boolean mayConnect) {
    try {
      instrumentation.retransformClasses(type);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError fault) {
      log.error(
          type.getName()
              + " was loaded before the agent and cannot be woven"
              + (mayConnect
                  ? ", so its connections keep the configured password"
                  : "; its connections end at their lease's deadline at the latest")
              + "; name this agent before the one that loads it: "
              + fault);
    }
  }
}
