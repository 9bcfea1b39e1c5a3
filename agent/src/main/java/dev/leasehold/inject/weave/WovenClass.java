// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;

/** One class of a driver or pool, and which calls go into its methods. */
public final class WovenClass {

  private final String internalName;
  private final List<InstrumentedMethods> methods;
  private final boolean mayConnect;

  /** Names a class, with slashes, and its methods. */
  public WovenClass(String internalName, InstrumentedMethods... methods) {
    this.internalName = internalName;
    this.methods = Collections.unmodifiableList(Arrays.asList(methods));
    boolean any = false;
    for (InstrumentedMethods each : methods) {
      any |= each.connects();
    }
    this.mayConnect = any;
  }

  /** Returns the same class with the methods of another description, too. */
  WovenClass with(WovenClass other) {
    List<InstrumentedMethods> all = new ArrayList<>(methods);
    all.addAll(other.methods);
    return new WovenClass(internalName, all.toArray(new InstrumentedMethods[0]));
  }

  /**
   * Returns the same class with a refusal in every method by which it may connect.
   *
   * @param loginPoint the name with which the bridge is told that this is to be refused
   */
  WovenClass refusing(String loginPoint) {
    Set<String> names = new HashSet<>();
    for (InstrumentedMethods each : methods) {
      if (each.connects()) {
        names.addAll(each.names());
      }
    }
    return new WovenClass(
        internalName, InstrumentedMethods.refusedLogins(loginPoint, names.toArray(new String[0])));
  }

  /** Returns the class's name with slashes. */
  public String internalName() {
    return internalName;
  }

  /** Returns the class's name as Java writes it. */
  public String name() {
    return internalName.replace('/', '.');
  }

  /** Returns whether connections are opened by a method that this class must have. */
  boolean connects() {
    for (InstrumentedMethods each : methods) {
      if (each.isRequired()) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether connections are opened by a method that this class may have. */
  boolean mayConnect() {
    return mayConnect;
  }

  /** Returns whether a driver logs in to a server by methods of this class. */
  boolean isLoginPoint() {
    for (InstrumentedMethods each : methods) {
      if (each.isLoginPoint()) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the class must have the method. */
  boolean connectsBy(WovenMethod method, Set<String> all) {
    return methods.stream().anyMatch(each -> each.isRequired() && each.takes(method, all));
  }

  /** Returns whether it is a pool's class that tells of no start by these methods. */
  boolean lacksStart(Set<String> all) {
    return methods.stream().anyMatch(each -> each.lacksStart(all));
  }

  /**
   * Returns a visitor that makes the calls of all methods that take the method, around {@code
   * next}.
   *
   * @param all names and descriptors of the methods that the class has
   */
  MethodVisitor around(MethodVisitor next, WovenMethod method, Set<String> all) {
    MethodVisitor visitor = next;
    for (InstrumentedMethods each : methods) {
      if (each.takes(method, all)) {
        visitor = each.around(visitor, method);
      }
    }
    return visitor;
  }
}
