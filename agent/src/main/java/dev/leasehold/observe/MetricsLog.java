// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import java.util.function.Consumer;

/**
 * Writes a fault that kept metrics from being shown to the log, once for each kind: a scraper comes
 * again and again.
 */
public final class MetricsLog implements Consumer<Throwable> {

  private final Warnings warnings;

  /** Makes a log of metrics that writes to {@code log}. */
  public MetricsLog(Log log) {
    this.warnings = new Warnings(log);
  }

  @Override
  public void accept(Throwable fault) {
    warnings.write(
        fault.getClass().getName(),
        "a page of leasehold.metrics.listen could not be made, for a fault of Leasehold's own;"
            + " report it, please: "
            + fault);
  }
}
