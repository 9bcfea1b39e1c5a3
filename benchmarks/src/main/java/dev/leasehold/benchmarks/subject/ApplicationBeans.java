// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.lang.management.ManagementFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** JMX, as an application uses it: by the platform's MBean server. */
public final class ApplicationBeans {

  private ApplicationBeans() {}

  /** Loads it. Returns how many MBeans of the agent's it has. */
  public static String count() {
    try {
      ObjectName ours = new ObjectName("dev.leasehold:*");
      return Integer.toString(
          ManagementFactory.getPlatformMBeanServer().queryNames(ours, null).size());
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }
}
