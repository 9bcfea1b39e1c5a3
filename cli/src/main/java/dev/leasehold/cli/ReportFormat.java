// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

/** The format of a report; the names are the words of {@code -o}. */
enum ReportFormat {
  text,
  json,
  yaml
}
