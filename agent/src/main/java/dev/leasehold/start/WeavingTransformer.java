// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.KnownClients;
import dev.leasehold.inject.UnwovenDrivers;
import dev.leasehold.inject.weave.LoadedShape;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes that the weaver names and answers at once for all others: every class of the
 * application passes here.
 *
 * <p>A driver that cannot be woven would connect with the configured password, so it is not loaded
 * at all. Any other class is loaded as it is. A driver that another agent has loaded before is
 * woven in place. Where that fails, its connections are refused: by the class itself, or where it
 * logs in.
 */
final class WeavingTransformer implements ClassFileTransformer {

  /**
   * A class file that the JVM refuses: its magic number alone. An empty array would count as no
   * change.
   */
  private static final byte[] UNLOADABLE = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE};

  private static final String BEFORE = " was loaded before the agent and cannot be woven";
  private static final String REMEDY = ". Name this agent before the agent that loads it: ";

  private final Weaver weaver;
  private final Instrumentation instrumentation;
  private final BridgeExposer sight;
  private final DriverArrival arrival;
  private final UnwovenDrivers unwoven;
  private final Log log;

  /** Classes that the settings name and that no class loader has defined yet, with slashes. */
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();

  /** Loaded classes to which another agent has added fields, which each change has to add, too. */
  private final Set<Class<?>> reshaped =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private volatile boolean stopped;

  WeavingTransformer(
      Weaver weaver,
      Instrumentation instrumentation,
      DriverArrival arrival,
      UnwovenDrivers unwoven,
      Log log) {
    this.weaver = weaver;
    this.instrumentation = instrumentation;
    this.sight = new BridgeExposer(instrumentation, log);
    this.arrival = arrival;
    this.unwoven = unwoven;
    this.log = log;
  }

  /**
   * Takes over the loading of the named classes, and weaves classes that were loaded before the
   * agent came, as another agent may do.
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
    loadedDrivers().forEach(type -> retransform(type, true));
  }

  /** Looks at the connects of other drivers that can be told by their names. */
  void watchOtherDrivers(String connectMethod) {
    weaver.addDriversByName(connectMethod);
    loadedDrivers().forEach(this::watch);
  }

  /** Looks at the connects of reactive clients that are not woven otherwise. */
  void watchReactiveClients(String connectMethod) {
    weaver.addReactiveClients(connectMethod, KnownClients.packages());
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (weaver.mayBeReactiveClient(type.getName().replace('.', '/')) && !type.isInterface()) {
        watch(type);
      }
    }
  }

  private void watch(Class<?> loaded) {
    Throwable fault = retransformed(loaded);
    if (fault != null) {
      log.debug(loaded.getName() + BEFORE + ", so it is not looked at: " + fault);
    }
  }

  private List<Class<?>> loadedDrivers() {
    List<Class<?>> drivers = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = type.getName().replace('.', '/');
      if (Driver.class.isAssignableFrom(type)
          && !type.isInterface()
          && !weaver.internalNames().contains(name)
          && weaver.mayWeave(name)) {
        drivers.add(type);
      }
    }
    return drivers;
  }

  /** Of the boot loader's classes, which are most, none is woven, so none is asked for its name. */
  private void weaveLoaded(Set<String> internalNames) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() != null) {
        String name = type.getName().replace('.', '/');
        if (internalNames.contains(name)) {
          retransform(type, weaver.mayConnect(name, new byte[0]));
        }
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
    Class<?> refused = redefined != null && unwoven.holds(redefined) ? redefined : null;
    if (internalName == null || stopped || (refused == null && !weaver.mayWeave(internalName))) {
      return null;
    }
    byte[] result = refused != null || weaver.mayConnect(internalName, bytes) ? UNLOADABLE : null;
    try {
      awaited.remove(internalName);
      PrivilegedAction<byte @Nullable []> weave =
          () ->
              refused != null
                  ? refusing(loader, refused, bytes)
                  : woven(loader, internalName, redefined, domain, bytes);
      result = AccessController.doPrivileged(weave); // The application's classes are on the stack.
    } catch (Throwable fault) {
      // No memory or no stack is left to weave or to say so. The JVM swallows a transformer's
      // exception, and loads the class as it is.
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
      byte[] from =
          redefined != null && reshaped.contains(redefined)
              ? LoadedShape.withFields(redefined, bytes)
              : bytes;
      byte[] woven = weaver.weave(loader, internalName, from);
      if (woven != null && loader != null) {
        sight.ensure(loader);
        announce(internalName);
      }
      return woven;
    } catch (Throwable fault) { // The JVM swallows a transformer's exception.
      if (redefined != null && weaver.mayConnect(internalName, bytes)) {
        log.error(internalName + jar(domain) + " cannot be woven and stays as it was: " + fault);
        return UNLOADABLE; // The caller hears that the change failed.
      }
      return notLoaded(internalName, domain, bytes, fault);
    }
  }

  private byte[] refusing(@Nullable ClassLoader loader, Class<?> loaded, byte[] bytes) {
    try {
      byte[] from = LoadedShape.withMethods(loaded, bytes);
      String internalName = loaded.getName().replace('.', '/');
      byte[] refusing = weaver.refusing(internalName, from, UnwovenDrivers.LOGIN_POINT);
      if (loader != null) {
        sight.ensure(loader);
      }
      return refusing;
    } catch (RuntimeException | LinkageError fault) {
      return UNLOADABLE; // The caller hears that the change failed.
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

  private byte @Nullable [] notLoaded(
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
    Throwable fault = retransformed(type);
    if (fault instanceof UnsupportedOperationException) {
      fault = retransformedInItsShape(type, fault);
    }
    if (fault != null && mayConnect) {
      refuse(type, fault);
    } else if (fault != null) {
      boolean logsIn = weaver.isLoginPoint(type.getName().replace('.', '/'));
      log.error(
          type.getName()
              + BEFORE
              + (logsIn
                  ? ". If the class by which its driver connects cannot be either, connections keep"
                      + " the configured password"
                  : "; its connections end at their lease's deadline at the latest")
              + REMEDY
              + fault);
    }
  }

  /** Weaves a class with the fields that another agent has added to it; returns why it cannot. */
  private @Nullable Throwable retransformedInItsShape(Class<?> type, Throwable before) {
    LoadedShape.load(type);
    reshaped.add(type);
    if (retransformed(type) != null) {
      reshaped.remove(type);
      return before;
    }
    log.warn(
        type.getName()
            + " was loaded before the agent and changed by another agent. It is woven with the"
            + " fields that it has now, and the other agent's code in its methods may be gone"
            + REMEDY
            + before);
    return null;
  }

  /** Has the connections of a driver's class refused that stays as it was. */
  private void refuse(Class<?> type, Throwable fault) {
    boolean byItself = false;
    Class<?> part = type;
    while (part != null && part.getClassLoader() == type.getClassLoader()) { // It may inherit.
      LoadedShape.load(part);
      unwoven.add(part);
      byItself |= retransformed(part) == null;
      part = part.getSuperclass();
    }
    log.error(
        type.getName()
            + BEFORE
            + (byItself
                ? ", so its connections are refused, unless leasehold.mode says otherwise"
                : ", nor can a refusal be put into it. So its connections are refused where it logs"
                    + " in to a server, unless leasehold.mode says otherwise")
            + REMEDY
            + fault);
  }

  /** Returns the failure to weave a class; null if it was woven. */
  private @Nullable Throwable retransformed(Class<?> type) {
    try {
      instrumentation.retransformClasses(type);
      return null;
    } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError fault) {
      return fault;
    }
  }
}
