// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.awsmonitor;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The class of AWS's JDBC wrapper that is woven. */
public final class AwsMonitorWeaving implements PoolDescription {

  /** The name that woven code has for this monitor. */
  public static final String KIND = "aws-monitor";

  @Override
  public List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "software/amazon/jdbc/plugin/efm/v2/HostMonitorV2Impl",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("close()V")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, AwsMonitor::new);
  }
}
