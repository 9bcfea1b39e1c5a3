// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** Signals that programs reload at, or end at; numbers as of Linux on amd64 and arm64. */
public enum Signal {
  /** The signal that most daemons reload at. It ends a program that has no handler for it. */
  HUP(1),
  INT(2),
  QUIT(3),
  USR1(10),
  USR2(12),
  TERM(15),
  /** Ends nothing where there is no handler. */
  WINCH(28);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  /** Returns the kernel's number. */
  public int number() {
    return number;
  }

  /** Returns whether a process that does nothing about it goes on. */
  public boolean isHarmlessByDefault() {
    return this == WINCH;
  }

  /** Returns the bit that stands for it in {@code /proc/PID/status}. */
  public long bit() {
    return 1L << (number - 1);
  }

  /** Returns the name with {@code SIG}. */
  @Override
  public String toString() {
    return "SIG" + name();
  }
}
