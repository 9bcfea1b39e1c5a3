// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.live.FindingEvents;
import dev.leasehold.audit.source.LiveException;
import dev.leasehold.audit.watch.FindingStore.WrittenTo;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes out findings that are due, to a log and as Events, and keeps in mind which of them each
 * has.
 */
final class FindingOutput {

  /** How many Events are written at once: the loop waits for each, and a cluster stores them. */
  private static final int MOST_EVENTS = 100;

  private final FindingStore findings;
  private final FindingSink log;
  private final @Nullable FindingEvents events;

  FindingOutput(FindingStore findings, FindingSink log, @Nullable FindingEvents events) {
    this.findings = findings;
    this.log = log;
    this.events = events;
  }

  FindingStore findings() {
    return findings;
  }

  /**
   * Writes the findings. Returns problems with findings that could not be written, which are kept.
   */
  List<WatchProblem> write(long now) throws SQLException {
    List<WatchProblem> problems = new ArrayList<>();
    List<FindingText> outstanding = findings.outstanding(WrittenTo.LOG);
    try {
      if (!outstanding.isEmpty()) {
        log.write(outstanding);
        findings.acknowledge(WrittenTo.LOG, outstanding, now);
      }
    } catch (IOException e) {
      problems.add(
          new WatchProblem(
              "findings cannot be written",
              outstanding.size() + " findings cannot be written, and are kept: " + e));
    }
    if (events != null) {
      announce(events, now, problems);
    }
    return problems;
  }

  private void announce(FindingEvents written, long now, List<WatchProblem> problems)
      throws SQLException {
    List<FindingText> outstanding = findings.outstanding(WrittenTo.EVENT);
    List<FindingText> done = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    try {
      for (FindingText each : outstanding) {
        if (done.size() == MOST_EVENTS) {
          break;
        }
        FindingEvents.Announced announced = each.announced();
        if (!refused.containsKey(announced.namespace())) {
          String problem = written.create(announced);
          if (problem == null) {
            done.add(each);
          } else {
            refused.put(announced.namespace(), problem);
          }
        }
      }
    } catch (LiveException e) {
      refused.put("", String.valueOf(e.getMessage()));
    }
    findings.acknowledge(WrittenTo.EVENT, done, now);
    if (!refused.isEmpty()) {
      problems.add(
          new WatchProblem(
              "Events cannot be written",
              "Events cannot be written, and are kept: " + String.join("; ", refused.values())));
    }
  }
}
