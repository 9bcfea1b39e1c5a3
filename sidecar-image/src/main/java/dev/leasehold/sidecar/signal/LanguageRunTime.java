// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import dev.leasehold.config.Signal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Run-times that have handlers for signals before a program puts a handler in. Such a handler ends
 * the program, and looks like a handler of the program's own.
 */
enum LanguageRunTime {
  /**
   * Catches HUP, INT, QUIT, ILL, BUS, FPE, SEGV and TERM, unless it was started with {@code -Xrs}
   * (java.lang.Terminator, and signals_posix.cpp of HotSpot).
   */
  JVM("JVM", 0x44cf, EnumSet.of(Signal.HUP, Signal.INT, Signal.TERM)),
  /** Catches HUP, INT, QUIT, ILL, BUS, USR1, SEGV, USR2, ALRM and TERM (signal.c of Ruby). */
  RUBY("program in Ruby", 0x6e4f, EnumSet.complementOf(EnumSet.of(Signal.WINCH)));

  private final String name;
  private final long caught;
  private final Set<Signal> ending;

  LanguageRunTime(String name, long caught, Set<Signal> ending) {
    this.name = name;
    this.caught = caught;
    this.ending = ending;
  }

  /**
   * Returns the run-time whose handler a signal may find in a process; none where it finds another.
   */
  static Optional<LanguageRunTime> ending(ProcessStatus process, Signal signal) {
    return Stream.of(values())
        .filter(each -> each.ending.contains(signal) && process.catchesAll(each.caught))
        .findFirst();
  }

  /** Returns its name, as it stands behind "each". */
  @Override
  public String toString() {
    return name;
  }
}
