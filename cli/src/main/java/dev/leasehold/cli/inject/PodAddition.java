// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.List;

/** The additions to one pod template. For one thread. */
interface PodAddition {

  /** Returns whether the pod has it already, without a record. */
  boolean isThere();

  /** Returns whether credentials are named for the pod; leaves out containers without. */
  boolean isNamed();

  /** Returns the sources of left-out containers that the user may not read. */
  List<InjectionProblem> unread();

  /**
   * Looks at everything that may be wrong.
   *
   * @throws InjectionException when the pod cannot be injected
   */
  void check(WarningConsumer warnings) throws InjectionException;

  /** Writes it, and records it. */
  void write() throws InjectionException;

  /** Returns how the report names it. */
  String detail();

  /** Returns the report's text about an addition to the containers. */
  static String detail(List<String> containers, String addition) {
    String title = containers.size() == 1 ? "container " : "containers ";
    return title + String.join(", ", containers) + ": " + addition;
  }
}
