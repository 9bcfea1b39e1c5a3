// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jmx;

import dev.leasehold.metrics.BindingMetrics;
import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.MetricsRegistry;
import dev.leasehold.metrics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.management.MBeanOperationInfo;
import javax.management.ReflectionException;

/** A binding's metrics, its readiness, and the operations {@code rotate} and {@code describe}. */
final class BindingBean extends MetricsBean {

  private static final String ROTATE = "rotate";
  private static final String DESCRIBE = "describe";
  private static final String TEXT = String.class.getName();

  private final BindingMetrics binding;
  private final BooleanSupplier rotation;

  BindingBean(MetricsRegistry registry, BindingMetrics binding, BooleanSupplier rotation) {
    super("A binding of Leasehold's", () -> of(registry, binding.binding()));
    this.binding = binding;
    this.rotation = rotation;
  }

  private static List<Sample> of(MetricsRegistry registry, String name) {
    List<Sample> samples = new ArrayList<>();
    for (Sample each : registry.collect()) {
      boolean isOfBinding = each.metric().owner() != MetricName.Owner.PROCESS;
      if (isOfBinding && each.labels().get(0).equals(name)) {
        samples.add(each);
      }
    }
    return samples;
  }

  @Override
  Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("Readiness", binding.readiness().toString());
    return texts;
  }

  @Override
  MBeanOperationInfo[] operations() {
    return new MBeanOperationInfo[] {
      operation(ROTATE, "Asks for a new credential, or reads the file that holds it"),
      operation(DESCRIBE, "Says how the binding is, with all its figures")
    };
  }

  private static MBeanOperationInfo operation(String name, String description) {
    int impact = name.equals(ROTATE) ? MBeanOperationInfo.ACTION : MBeanOperationInfo.INFO;
    return new MBeanOperationInfo(name, description, null, TEXT, impact);
  }

  @Override
  Object run(String operation) throws ReflectionException {
    switch (operation) {
      case ROTATE:
        return rotation.getAsBoolean()
            ? "asked for; Generation rises when the new credential is current"
            : "nothing to rotate: no connection was asked for yet, and the first connection"
                + " fetches the first lease";
      case DESCRIBE:
        return describe();
      default:
        return super.run(operation);
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder("binding " + binding.binding());
    values().forEach((name, value) -> text.append('\n').append(name).append(": ").append(value));
    return text.toString();
  }
}
