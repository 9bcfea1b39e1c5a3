// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.util.List;
import java.util.Map;

/** What a program tells those who scrape it and ask for its health. Safe for many threads. */
public interface MetricsSource {

  /** Returns all values, in no order. */
  List<Sample> collect();

  /** Returns the state of each part of the program that may fail, by its name. */
  Map<String, Readiness> readiness();
}
