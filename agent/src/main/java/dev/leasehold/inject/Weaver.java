package dev.leasehold.inject;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts calls of the bridge into the classes of drivers and pools. Safe for any thread. */
public interface Weaver {

  /** Returns the internal names of the classes that are woven. Cheap: loads no Byte Buddy. */
  Set<String> internalNames();

  /**
   * Returns the class file with the calls in it, or null for a class that is not woven. Adds no
   * field, method or interface, so that other agents can retransform the class.
   *
   * @param loader the class's loader; null for the boot loader, whose classes are not woven
   * @param internalName the class's name with slashes
   * @throws RuntimeException when the class file cannot be woven; it should then be loaded as it is
   *     and the fault be logged
   */
  byte @Nullable [] weave(@Nullable ClassLoader loader, String internalName, byte[] classfile);

  /**
   * Weaves a class of our own, so that Byte Buddy is loaded and initialised before the first driver
   * appears. For a background thread; takes some hundred milliseconds in a cold JVM.
   */
  void warm();
}
