// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** How the sidecar's log is written. */
public enum LogFormat {
  /** Time, level and message, as people read them. */
  TEXT,
  /** One JSON object a line, with the fields of the Elastic Common Schema. */
  JSON
}
