// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.List;

/**
 * A text after the changes, and the report on each of its objects.
 *
 * @param text the changed text; the given text where an object failed
 */
public record InjectionResult(String text, List<DocumentReport> reports) {

  public InjectionResult {
    reports = List.copyOf(reports);
  }

  /** Returns whether there is an object that should have been changed and cannot be. */
  public boolean hasFailed() {
    return reports.stream().anyMatch(each -> each.status() == DocumentReport.Status.FAILED);
  }
}
