// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.java;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How the JVMs of tests spend processor time. The property {@code leasehold.jvm} in {@code pom.xml}
 * chooses it for the JVM that runs tests, which hands it on to each JVM that it starts.
 */
public final class JvmOptions {

  private static final Predicate<String> HANDED_ON =
      Pattern.compile("-XX:(\\+Use\\w+GC|Tier\\w+=\\d+)").asMatchPredicate();

  private JvmOptions() {}

  /** Returns this JVM's collector and the thresholds of its compilers, where it was told them. */
  public static List<String> handedOn() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(HANDED_ON)
        .toList();
  }
}
