package dev.leasehold.inject;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Which methods of a class get which advice. Names only, so that no Byte Buddy is loaded. */
public final class Site {

  private final Class<?> advice;
  private final Set<String> methods;

  /**
   * Names methods.
   *
   * @param advice a class with Byte Buddy's annotations
   * @param methods names with descriptors, such as {@code isValid(I)Z}, or names alone for all
   *     overloads; a constructor is {@code <init>}. Those that a version of the class lacks are
   *     passed over
   */
  public Site(Class<?> advice, String... methods) {
    this.advice = advice;
    this.methods = Collections.unmodifiableSet(new HashSet<>(Arrays.asList(methods)));
  }

  Class<?> advice() {
    return advice;
  }

  boolean takes(String name, String descriptor) {
    return methods.contains(name) || methods.contains(name + descriptor);
  }
}
