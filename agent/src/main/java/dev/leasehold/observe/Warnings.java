// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Writes a repeated message as a warning once, and for debugging from then on. */
final class Warnings {

  private final Log log;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Warnings(Log log) {
    this.log = log;
  }

  /** Writes a message, as a warning if it is the first with this cause. */
  void write(String cause, String message) {
    log.write(told.add(cause) ? Log.Level.WARN : Log.Level.DEBUG, message);
  }

  /** Takes every cause for a new cause. */
  void forget() {
    told.clear();
  }
}
