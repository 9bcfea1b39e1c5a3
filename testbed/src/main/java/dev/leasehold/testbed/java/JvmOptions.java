// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.java;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the JVMs of tests spend processor time. The property {@code leasehold.jvm} in {@code pom.xml}
 * chooses it for the JVM that runs tests, which hands it on to each JVM that it starts.
 */
public final class JvmOptions {

  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");
  private static final Pattern THRESHOLD = Pattern.compile("-XX:Tier\\d\\w+=\\d+");

  /** The long form of rotations is to run the code of both compilers. */
  private static final boolean LONG = System.getProperty("leasehold.rotations") != null;

  private JvmOptions() {}

  /**
   * Returns this JVM's collector, and the first compiler alone: a JVM that lives for less than a
   * minute gains nothing by the second compiler.
   */
  public static List<String> forShortLife() {
    List<String> options = new ArrayList<>(given(COLLECTOR));
    options.addAll(LONG ? bothCompilers() : List.of("-XX:TieredStopAtLevel=1"));
    return options;
  }

  /**
   * Returns both compilers with this JVM's thresholds, to stand behind {@link #forShortLife}, for a
   * JVM that lives for minutes or logs in thousands of times.
   */
  public static List<String> bothCompilers() {
    List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=4"));
    options.addAll(given(THRESHOLD));
    return options;
  }

  private static List<String> given(Pattern kind) {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(kind.asMatchPredicate())
        .toList();
  }
}
