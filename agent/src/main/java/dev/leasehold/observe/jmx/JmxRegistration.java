// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jmx;

import dev.leasehold.metrics.BindingMetrics;
import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.MetricsRegistry;
import dev.leasehold.metrics.Sample;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Puts the metrics into the platform's MBean server. Its first use may load a log manager and an
 * MBean server that the application names, so it is not for {@code premain}.
 */
public final class JmxRegistration {

  static final String DOMAIN = "dev.leasehold";

  private final MetricsRegistry registry;

  /** Makes the registration of a registry's metrics; touches nothing of JMX. */
  public JmxRegistration(MetricsRegistry registry) {
    this.registry = registry;
  }

  /**
   * Registers the MBean of a binding.
   *
   * @param rotation runs for the operation {@code rotate}; returns false where there is no lease
   *     yet
   * @throws JMException when another MBean has its name, or JMX refuses it
   */
  public void add(String name, BooleanSupplier rotation) throws JMException {
    for (BindingMetrics binding : registry.bindings()) {
      if (binding.binding().equals(name)) {
        register("type=Binding,name=" + name, new BindingBean(registry, binding, rotation));
      }
    }
  }

  /**
   * Registers the MBean of the process.
   *
   * @throws JMException when another MBean has its name, or JMX refuses it
   */
  public void addProcess() throws JMException {
    register("type=Process", new MetricsBean("Leasehold in this process", this::ofProcess));
  }

  private List<Sample> ofProcess() {
    List<Sample> samples = new ArrayList<>();
    for (Sample each : registry.collect()) {
      boolean isOfProcess = each.metric().owner() == MetricName.Owner.PROCESS;
      if (isOfProcess && each.metric().type() != MetricName.Type.INFO) {
        samples.add(each);
      }
    }
    return samples;
  }

  /** The JDK looks for an MBean server's builder through the thread's class loader. */
  private static void register(String keys, DynamicMBean bean) throws JMException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(bean, new ObjectName(DOMAIN + ":" + keys));
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
