// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Puts calls of the bridge into the classes of drivers and pools. Adds no field, method or
 * interface, so that other agents can retransform the class; loads no class of the application.
 * Safe for any thread.
 */
public final class Weaver {

  private static final String DRIVER = "Driver";

  private final Map<String, WovenClass> classes = new ConcurrentHashMap<>();
  private volatile @Nullable String otherDrivers;
  private volatile @Nullable String namedDrivers;
  private volatile @Nullable ReactiveClientClass reactiveClients;

  /** Makes a weaver for these classes; loads no ASM. */
  public Weaver(List<WovenClass> classes) {
    add(classes);
  }

  /** Weaves these classes, too, from now on; an earlier entry for a class stays. */
  public void add(List<WovenClass> more) {
    for (WovenClass woven : more) {
      classes.putIfAbsent(woven.internalName(), woven);
    }
  }

  /** Puts more calls into classes, from now on: also into classes that have some already. */
  public void addCalls(List<WovenClass> more) {
    for (WovenClass woven : more) {
      classes.merge(woven.internalName(), woven, WovenClass::with);
    }
  }

  /**
   * Weaves every other class, too, that is a {@code java.sql.Driver} and connects itself; it then
   * looks at each class that is loaded, some microseconds long.
   *
   * @param connectMethod the name with which the bridge is told of them
   */
  public void addOtherDrivers(String connectMethod) {
    otherDrivers = connectMethod;
  }

  /**
   * The same for the drivers alone whose names end as most drivers' do, so that hardly a class is
   * looked at.
   *
   * @param connectMethod the name with which the bridge is told of them
   */
  public void addDriversByName(String connectMethod) {
    namedDrivers = connectMethod;
  }

  /**
   * Weaves reactive clients that are not woven by name, where R2DBC or Vert.x calls them.
   *
   * @param connectMethod the name with which the bridge is told of them
   * @param known the beginnings of the names of known clients' classes, which are left out
   */
  public void addReactiveClients(String connectMethod, List<String> known) {
    reactiveClients = new ReactiveClientClass(connectMethod, known);
  }

  /** Returns whether a class of this name may be woven. Quick. */
  public boolean mayWeave(String internalName) {
    return otherDrivers != null
        || classes.containsKey(internalName)
        || isNamed(internalName)
        || mayBeReactiveClient(internalName);
  }

  /** Returns whether a class of this name may be a reactive client that is woven. Quick. */
  public boolean mayBeReactiveClient(String internalName) {
    ReactiveClientClass clients = reactiveClients;
    return clients != null && clients.isNamed(internalName) && !classes.containsKey(internalName);
  }

  private boolean isNamed(String internalName) {
    return namedDrivers != null && internalName.endsWith(DRIVER);
  }

  /** Returns the internal names of the classes that are woven by name. */
  public Set<String> internalNames() {
    return classes.keySet();
  }

  /**
   * Returns whether this is one of the classes without which a known driver connects to nothing.
   */
  public boolean connects(String internalName) {
    WovenClass woven = classes.get(internalName);
    return woven != null && woven.connects();
  }

  /**
   * Returns whether connections may be opened by this class, so that it must not be loaded where it
   * cannot be woven. Needs no ASM, which may be missing. Of an unknown driver it says so of every
   * class that mentions {@code java.sql.Driver}.
   */
  public boolean mayConnect(String internalName, byte[] classfile) {
    WovenClass woven = classes.get(internalName);
    return woven == null
        ? otherDrivers != null && DriverClass.mentions(classfile)
        : woven.mayConnect();
  }

  /**
   * Returns the class file with the calls in it, or null for a class that is not woven.
   *
   * @param loader the class's loader; null for the boot loader, whose classes are not woven
   * @param internalName the class's name with slashes
   * @throws RuntimeException when the class file cannot be woven
   */
  public byte @Nullable [] weave(
      @Nullable ClassLoader loader, String internalName, byte[] classfile) {
    WovenClass known = loader == null ? null : classes.get(internalName);
    WovenClass woven = known == null && loader != null ? unknown(internalName, classfile) : known;
    return woven == null ? null : weave(woven, classfile);
  }

  /** Returns the woven methods of a driver or client that is not known; null of any other class. */
  private @Nullable WovenClass unknown(String internalName, byte[] classfile) {
    String driver = connectMethodOfOthers(internalName);
    if (driver != null && DriverClass.is(classfile)) {
      return new WovenClass(internalName, InstrumentedMethods.connectIfThere(driver));
    }
    ReactiveClientClass clients = reactiveClients;
    return clients != null && clients.isNamed(internalName)
        ? clients.of(internalName, classfile)
        : null;
  }

  /**
   * Returns the class file with a refusal in each method by which the class may connect. It is for
   * a class that is loaded, and that cannot be woven otherwise.
   *
   * @param loginPoint the name with which the bridge is told that this is to be refused
   * @throws RuntimeException when there is no such method
   */
  public byte[] refusing(String internalName, byte[] classfile, String loginPoint) {
    WovenClass known = classes.get(internalName);
    WovenClass woven =
        known == null
            ? new WovenClass(internalName, InstrumentedMethods.connect(loginPoint))
            : known;
    return weave(woven.refusing(loginPoint), classfile);
  }

  /** Returns whether a driver logs in to a server by methods of the class of this name. */
  public boolean isLoginPoint(String internalName) {
    WovenClass woven = classes.get(internalName);
    return woven != null && woven.isLoginPoint();
  }

  private @Nullable String connectMethodOfOthers(String internalName) {
    String all = otherDrivers;
    return all != null ? all : isNamed(internalName) ? namedDrivers : null;
  }

  private static byte[] weave(WovenClass woven, byte[] classfile) {
    ClassVersion version = new ClassVersion(classfile);
    ClassReader reader = new ClassReader(version.readable());
    ClassWriter writer = new ClassWriter(reader, 0);
    Map<String, Integer> locals = LocalsCount.of(reader);
    if (woven.lacksStart(locals.keySet())) {
      throw new IllegalStateException(
          "it has no method as known that starts a pool; this version of the pool is not known. Its"
              + " new connections get the current credential; a retired connection goes when the"
              + " pool validates it, or is aborted at the end of its lease");
    }
    WovenCode code = new WovenCode(writer, woven, locals);
    reader.accept(code, ClassReader.EXPAND_FRAMES);
    if (woven.connects() && !code.isConnected()) {
      throw new IllegalStateException(
          "it has no method of its own that connects as known; this version of the driver is not"
              + " known");
    }
    return version.restored(writer.toByteArray());
  }

  /**
   * Weaves a class of our own, so that ASM is loaded and initialised before the first driver
   * appears. For a background thread; takes some ten milliseconds in a cold JVM.
   */
  public void warm() {
    weave(WeaverWarmUp.CLASS, WeaverWarmUp.classfile());
  }
}
