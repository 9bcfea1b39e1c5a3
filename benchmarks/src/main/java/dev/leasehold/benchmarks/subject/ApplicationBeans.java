// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** JMX, as an application uses it: by the platform's MBean server. */
public final class ApplicationBeans {

  private ApplicationBeans() {}

  /** Loads it. Returns how many MBeans of Leasehold's it has. */
  public static String count() {
    return count(false);
  }

  /**
   * Reads all attributes of the JVM's MBeans and of Leasehold's, as an exporter does. Returns how
   * many MBeans of Leasehold's there are.
   */
  public static String read() {
    return count(true);
  }

  private static String count(boolean isRead) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      Set<ObjectName> ours = server.queryNames(new ObjectName("dev.leasehold:*"), null);
      if (isRead) {
        read(server, server.queryNames(new ObjectName("java.lang:*"), null));
        read(server, ours);
      }
      return Integer.toString(ours.size());
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(MBeanServer server, Set<ObjectName> names) throws JMException {
    for (ObjectName name : names) {
      MBeanAttributeInfo[] attributes = server.getMBeanInfo(name).getAttributes();
      String[] all = new String[attributes.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = attributes[i].getName();
      }
      if (server.getAttributes(name, all).isEmpty()) {
        throw new IllegalStateException(name + " has no attribute that can be read");
      }
    }
  }
}
