// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of some classes call which, as far as class files show it: a call may arrive at
 * each class that overrides the method. Where a lambda is made it counts as called.
 */
final class CallGraph {

  private final Map<String, MethodCalls.Type> types = new HashMap<>();
  private final Map<String, List<String>> subtypes = new HashMap<>();
  private final Map<Call, MethodCalls> methods = new LinkedHashMap<>();

  /**
   * One method, as a caller names it.
   *
   * @param owner the internal name of its class
   */
  record Call(String owner, String name, String descriptor) {

    Call of(String other) {
      return new Call(other, name, descriptor);
    }

    /** Returns the class's simple name and the method's. */
    @Override
    public String toString() {
      return owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
    }
  }

  CallGraph(Collection<byte[]> classfiles) {
    for (byte[] classfile : classfiles) {
      MethodCalls.Type type = MethodCalls.read(classfile, methods);
      types.put(type.name(), type);
      for (String above : type.above()) {
        subtypes.computeIfAbsent(above, key -> new ArrayList<>()).add(type.name());
      }
    }
  }

  /** Returns the methods that make such a call themselves. */
  Set<Call> callersOf(Predicate<Call> wanted) {
    Set<Call> found = new HashSet<>();
    methods.forEach(
        (method, body) -> {
          if (body.all.stream().anyMatch(wanted)) {
            found.add(method);
          }
        });
    return found;
  }

  /**
   * Returns the methods that hold a monitor while such a call is made, by them or by methods that
   * they call then. Each has the way to the call.
   */
  Map<Call, List<Call>> holdingAMonitorDuring(Predicate<Call> wanted) {
    Map<Call, List<Call>> found = new LinkedHashMap<>();
    methods.forEach(
        (method, body) -> {
          List<Call> way = way(body.inMonitor, wanted);
          if (way != null) {
            found.put(method, way);
          }
        });
    return found;
  }

  /**
   * Returns the methods that a class calls, and the methods that these call. Calls of lambdas are
   * left out, and calls by a type that is not among the classes, such as {@code Runnable}.
   */
  Set<Call> calledFrom(String owner) {
    Set<Call> called = new HashSet<>();
    Deque<Call> open = new ArrayDeque<>();
    methods.keySet().stream().filter(method -> method.owner().equals(owner)).forEach(open::add);
    while (!open.isEmpty()) {
      Call call = open.remove();
      for (Call target : types.containsKey(call.owner()) ? targets(call) : Set.of(call)) {
        MethodCalls body = methods.get(target);
        if (called.add(target) && body != null) {
          body.all.stream().filter(next -> !body.lambdas.contains(next)).forEach(open::add);
        }
      }
    }
    return called;
  }

  /** Breadth first, so the way is the shortest. */
  private @Nullable List<Call> way(Set<Call> first, Predicate<Call> wanted) {
    Map<Call, @Nullable Call> before = new HashMap<>();
    Deque<Call> open = new ArrayDeque<>();
    first.forEach(call -> arrive(call, null, before, open));
    while (!open.isEmpty()) {
      Call call = open.remove();
      if (wanted.test(call)) {
        List<Call> way = new ArrayList<>();
        for (Call step = call; step != null; step = before.get(step)) {
          way.add(0, step);
        }
        return way;
      }
      for (Call target : targets(call)) {
        MethodCalls body = methods.get(target);
        if (body != null) {
          body.all.forEach(next -> arrive(next, call, before, open));
        }
      }
    }
    return null;
  }

  private static void arrive(
      Call call, @Nullable Call from, Map<Call, @Nullable Call> before, Deque<Call> open) {
    if (!before.containsKey(call)) {
      before.put(call, from);
      open.add(call);
    }
  }

  /**
   * Returns where a call may arrive: at a method that a class inherits, or at a method that
   * overrides it.
   */
  private Set<Call> targets(Call call) {
    Set<Call> targets = new HashSet<>();
    Deque<String> owners = new ArrayDeque<>(List.of(call.owner()));
    while (!owners.isEmpty()) {
      String owner = owners.remove();
      targets.add(call.of(owner));
      owners.addAll(subtypes.getOrDefault(owner, List.of()));
    }
    String owner = call.owner();
    while (types.containsKey(owner) && !methods.containsKey(call.of(owner))) {
      owner = types.get(owner).above().get(0);
    }
    targets.add(call.of(owner));
    return targets;
  }
}
