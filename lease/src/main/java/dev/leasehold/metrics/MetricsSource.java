// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.util.List;
import java.util.Map;

/** The metrics of a program, and its health. Safe for many threads. */
public interface MetricsSource {

  /** Returns all values, in no order. */
  List<Sample> collect();

  /** Returns the state of each part of the program that may fail, by its name. */
  Map<String, Readiness> readiness();
}
