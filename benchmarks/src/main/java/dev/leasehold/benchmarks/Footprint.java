// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of a JVM at rest, as Linux and the JDK's own tools see it. */
final class Footprint {

  private static final double KIB_PER_MIB = 1024;

  /** Fields of {@code /proc/PID/stat} after the name, from 0; see proc(5). */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  /** Linux gives these times in hundredths of a second on every architecture. */
  private static final double TICKS = 100;

  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final Pattern COMMITTED = Pattern.compile("Total:.*committed=(\\d+)KB");

  private Footprint() {}

  /** Returns resident memory in MiB. Touches nothing of the process. */
  static double residentMib(long pid) throws IOException {
    return mib(Path.of("/proc/" + pid + "/status"), "VmRSS:");
  }

  /** Returns the most resident memory so far in MiB. */
  static double mostResidentMib(long pid) throws IOException {
    return mib(Path.of("/proc/" + pid + "/status"), "VmHWM:");
  }

  /** Returns the part of it that is of no file, so that no other process can share it, in MiB. */
  static double anonymousMib(long pid) throws IOException {
    return mib(Path.of("/proc/" + pid + "/smaps_rollup"), "Anonymous:");
  }

  private static double mib(Path file, String name) throws IOException {
    String line =
        Files.readString(file)
            .lines()
            .filter(each -> each.startsWith(name))
            .findFirst()
            .orElseThrow();
    return Double.parseDouble(line.replaceAll("\\D", "")) / KIB_PER_MIB;
  }

  /** Returns the processor time so far, in seconds, in steps of a hundredth. */
  static double processorSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS;
  }

  /**
   * Waits until the process has used no processor time for a while. So a JVM rests that waits for
   * its input, once it and its agents have started.
   */
  static void awaitRest(long pid) throws IOException {
    long bound = System.nanoTime() + BOUND_NANOS;
    double before = -1;
    double now = processorSeconds(pid);
    while (now > before) {
      if (System.nanoTime() > bound) {
        throw new IllegalStateException("process " + pid + " does not come to rest");
      }
      LockSupport.parkNanos(REST_NANOS);
      before = now;
      now = processorSeconds(pid);
    }
  }

  /** Collects garbage, so that the heap holds only live objects. */
  static void collect(long pid) {
    tool("jcmd", Long.toString(pid), "GC.run");
  }

  /**
   * Has the C library give back freed memory. Most of it is the compiler's, and differs by several
   * MiB from run to run. Wants a JDK that has this command, as 17.0.15.
   */
  static void trim(long pid) {
    tool("jcmd", Long.toString(pid), "System.trim_native_heap");
  }

  /** Returns live heap in MiB; call {@link #collect} first. */
  static double heapMib(long pid) {
    Map<String, Double> kib = jstat("-gc", pid);
    return (of(kib, "S0U") + of(kib, "S1U") + of(kib, "EU") + of(kib, "OU")) / KIB_PER_MIB;
  }

  /** Returns metaspace in use in MiB, compressed class space included. */
  static double metaspaceMib(long pid) {
    return of(jstat("-gc", pid), "MU") / KIB_PER_MIB;
  }

  static double classes(long pid) {
    return of(jstat("-class", pid), "Loaded");
  }

  /** Returns committed memory of all kinds in MiB; wants {@code -XX:NativeMemoryTracking}. */
  static double nativeMib(long pid) {
    String summary = tool("jcmd", Long.toString(pid), "VM.native_memory", "summary");
    Matcher total = COMMITTED.matcher(summary);
    if (!total.find()) {
      throw new IllegalStateException(summary);
    }
    return Double.parseDouble(total.group(1)) / KIB_PER_MIB;
  }

  private static double of(Map<String, Double> columns, String name) {
    return Objects.requireNonNull(columns.get(name), name);
  }

  private static Map<String, Double> jstat(String what, long pid) {
    List<String> lines = tool("jstat", what, Long.toString(pid)).lines().toList();
    String[] names = lines.get(0).strip().split("\\s+", -1);
    String[] values = lines.get(1).strip().split("\\s+", -1);
    Map<String, Double> columns = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      columns.merge(
          names[i], values[i].equals("-") ? 0 : Double.parseDouble(values[i]), Double::sum);
    }
    return columns;
  }

  private static String tool(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(Jvm.java()).resolveSibling(name).toString());
    command.addAll(Arrays.asList(arguments));
    return Command.run(Path.of("").toAbsolutePath(), command);
  }
}
