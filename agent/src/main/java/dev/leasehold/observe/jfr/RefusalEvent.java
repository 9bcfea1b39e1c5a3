// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A connect that Leasehold refused. */
@Name("dev.leasehold.Refusal")
@Label("Refusal of a Connect")
@Category("Leasehold")
@Description("A connect that Leasehold refused; the application got no connection.")
@StackTrace(true)
final class RefusalEvent extends Event {

  @Label("Binding")
  String binding = "";

  @Label("Server and Database")
  String target = "";

  @Label("Reason")
  String reason = "";
}
