// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

/** Marks the thread while Leasehold opens a connection of its own, which is left untouched. */
public final class OwnConnections {

  private static final ThreadLocal<Boolean> OPENING = new ThreadLocal<>();

  private OwnConnections() {}

  static void begin() {
    OPENING.set(Boolean.TRUE);
  }

  static void end() {
    OPENING.remove();
  }

  /** Returns whether this thread opens a connection of Leasehold's own. */
  public static boolean isOpening() {
    return OPENING.get() != null;
  }
}
