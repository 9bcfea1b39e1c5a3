// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A login to Vault, or a token that a token file held anew. */
@Name("dev.leasehold.Login")
@Label("Login to Vault")
@Category("Leasehold")
@Description("A login to Vault, or a token that a token file held anew.")
@StackTrace(false)
final class LoginEvent extends Event {

  @Label("Method and Role")
  String method = "";

  @Label("Result")
  String result = "";

  @Label("Reason of a Failure")
  String reason = "";

  @Label("Life of the Token")
  @Timespan(Timespan.NANOSECONDS)
  long life;
}
