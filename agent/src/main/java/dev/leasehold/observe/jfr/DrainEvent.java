// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A retired generation whose last connection was closed. */
@Name("dev.leasehold.Drain")
@Label("Drain of a Generation")
@Category("Leasehold")
@Description("A retired generation whose last connection was closed.")
@StackTrace(false)
final class DrainEvent extends Event {

  @Label("Binding")
  String binding = "";

  @Label("Generation")
  long generation;

  @Label("Time since the Retirement")
  @Timespan(Timespan.NANOSECONDS)
  long after;
}
