// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The least severe line that is written. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG
}
