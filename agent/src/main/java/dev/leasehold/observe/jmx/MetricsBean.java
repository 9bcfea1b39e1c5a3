// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jmx;

import dev.leasehold.metrics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ReflectionException;

/**
 * Metrics as attributes of an MBean, made from the table when somebody looks. Numbers and strings
 * alone, as of an MXBean: any client reads them without a class of ours.
 */
class MetricsBean implements DynamicMBean {

  private final String description;
  private final Supplier<List<Sample>> samples;

  MetricsBean(String description, Supplier<List<Sample>> samples) {
    this.description = description;
    this.samples = samples;
  }

  /** Returns the operations; none here. */
  MBeanOperationInfo[] operations() {
    return new MBeanOperationInfo[0];
  }

  /** Returns the attributes that are no numbers; none here. */
  Map<String, String> texts() {
    return new TreeMap<>();
  }

  /** Runs an operation. */
  Object run(String operation) throws ReflectionException {
    throw new ReflectionException(new NoSuchMethodException(operation), "there is no " + operation);
  }

  Map<String, Object> values() {
    Map<String, Number> numbers = new TreeMap<>();
    for (Sample sample : samples.get()) {
      JmxAttribute.add(numbers, sample);
    }
    Map<String, Object> all = new TreeMap<>(numbers);
    all.putAll(texts());
    return all;
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    Object value = values().get(name);
    if (value == null) {
      throw new AttributeNotFoundException("no attribute " + name);
    }
    return value;
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    Map<String, Object> values = values();
    AttributeList found = new AttributeList();
    for (String name : names) {
      Object value = values.get(name);
      if (value != null) {
        found.add(new Attribute(name, value));
      }
    }
    return found;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException("no attribute can be set");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String operation, Object[] arguments, String[] types)
      throws MBeanException, ReflectionException {
    return run(operation);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    List<MBeanAttributeInfo> attributes = new ArrayList<>();
    for (Map.Entry<String, Object> each : values().entrySet()) {
      attributes.add(described(each));
    }
    MBeanAttributeInfo[] all = attributes.toArray(new MBeanAttributeInfo[0]);
    return new MBeanInfo(getClass().getName(), description, all, null, operations(), null);
  }

  private static MBeanAttributeInfo described(Map.Entry<String, Object> attribute) {
    String type = attribute.getValue().getClass().getName();
    String name = attribute.getKey();
    return new MBeanAttributeInfo(name, type, name, true, false, false);
  }
}
