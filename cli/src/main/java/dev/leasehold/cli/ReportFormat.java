// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

/** How a report is written; the names are those of {@code -o}. */
enum ReportFormat {
  text,
  json,
  yaml
}
