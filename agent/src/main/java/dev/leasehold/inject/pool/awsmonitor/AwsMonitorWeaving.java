// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.awsmonitor;

import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;

/** The class of AWS's JDBC wrapper that is woven. */
public final class AwsMonitorWeaving {

  /** What woven code calls this monitor. */
  public static final String KIND = "aws-monitor";

  private AwsMonitorWeaving() {}

  /** Returns the class and which calls go into it. */
  public static List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "software/amazon/jdbc/plugin/efm/v2/HostMonitorV2Impl",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("close()V")));
  }
}
