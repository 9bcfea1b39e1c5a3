// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The format of the sidecar's log. */
public enum LogFormat {
  /** Time, level and message, as people read them. */
  TEXT,
  /** One JSON object a line, with the fields of the Elastic Common Schema. */
  JSON
}
