// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The result of a trial of a credential on a database. */
enum ProbeResult {
  ACCEPTED,
  REJECTED,
  FAILED;

  /** Returns the label's value. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Map<ProbeResult, LongAdder> counters() {
    Map<ProbeResult, LongAdder> counters = new EnumMap<>(ProbeResult.class);
    for (ProbeResult result : values()) {
      counters.put(result, new LongAdder());
    }
    return counters;
  }
}
