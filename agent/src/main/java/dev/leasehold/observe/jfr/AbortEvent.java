// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Connections that were open at the end of their lease, and were aborted. */
@Name("dev.leasehold.Abort")
@Label("Abort of Connections")
@Category("Leasehold")
@Description("Connections that were open at the end of their lease, and were aborted.")
@StackTrace(false)
final class AbortEvent extends Event {

  @Label("Binding")
  String binding = "";

  @Label("Generation")
  long generation;

  @Label("Connections")
  int connections;
}
