// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A credential that was asked for. */
@Name("dev.leasehold.Fetch")
@Label("Fetch of a Credential")
@Category("Leasehold")
@Description("A credential that was asked for.")
@StackTrace(false)
final class FetchEvent extends Event {

  @Label("Binding")
  String binding = "";

  @Label("Result")
  String result = "";

  @Label("Reason of a Failure")
  String reason = "";

  @Label("Time until the Answer")
  @Timespan(Timespan.NANOSECONDS)
  long took;

  @Label("Life of the Lease")
  @Timespan(Timespan.NANOSECONDS)
  long life;
}
