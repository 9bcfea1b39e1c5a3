// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The answer whether a pattern is for a connection. */
public enum PatternCoverage {
  NO,
  YES,
  /** It would be, if a parameter that the pattern does not name led nowhere else. */
  UNCERTAIN
}
