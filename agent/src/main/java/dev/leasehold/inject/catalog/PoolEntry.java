// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.weave.WovenClass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One pool: what is woven, and how its instances are reached. */
final class PoolEntry {

  private final List<WovenClass> classes;
  private final Map<String, PoolIntegration> kinds = new HashMap<>();
  private final Set<String> openers = new HashSet<>();

  private PoolEntry(List<WovenClass> classes) {
    this.classes = classes;
    for (WovenClass woven : classes) {
      openers.add(woven.name());
    }
  }

  /** Begins the entry of a pool with the classes that are woven. */
  static PoolEntry of(List<WovenClass> classes) {
    return new PoolEntry(classes);
  }

  /** Instances that woven code names so are reached in this way. */
  PoolEntry kind(String name, PoolIntegration integration) {
    kinds.put(name, integration);
    return this;
  }

  /** The pool also opens connections on threads of its own, where this class is on the stack. */
  PoolEntry opensIn(String className) {
    openers.add(className);
    return this;
  }

  List<WovenClass> classes() {
    return classes;
  }

  Map<String, PoolIntegration> kinds() {
    return kinds;
  }

  /** Returns names of classes, one of which is on the stack when the pool opens a connection. */
  Set<String> openers() {
    return openers;
  }
}
