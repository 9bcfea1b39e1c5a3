// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A credential that became the current credential. */
@Name("dev.leasehold.Publish")
@Label("Publication of a Generation")
@Category("Leasehold")
@Description("A credential that became current.")
@StackTrace(false)
final class PublishEvent extends Event {

  @Label("Binding")
  String binding = "";

  @Label("Generation")
  long generation;

  @Label("Reason")
  String reason = "";

  @Label("Life of the Lease")
  @Timespan(Timespan.NANOSECONDS)
  long life;
}
