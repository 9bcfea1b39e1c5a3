// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.observe.OneLease;
import dev.leasehold.observe.metrics.AgentMetrics;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The MBeans, as a client of JMX sees them. */
class MetricsBeanTest {

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final AgentMetrics metrics =
      new AgentMetrics(List.of("orders", "stock"), "1.2.3", LeaseClock.system());
  private final AtomicInteger rotations = new AtomicInteger();
  private volatile boolean begun = true;

  @BeforeEach
  void register() throws Exception {
    JmxRegistration beans = new JmxRegistration(metrics.registry());
    beans.add("orders", () -> begun && rotations.incrementAndGet() > 0);
    beans.addProcess();
  }

  @AfterEach
  void unregister() throws Exception {
    for (ObjectName name : server.queryNames(new ObjectName(JmxRegistration.DOMAIN + ":*"), null)) {
      server.unregisterMBean(name);
    }
  }

  @Test
  void hasTheFiguresOfItsBindingAndOfNoOther() throws Exception {
    Generation generation = OneLease.generation("orders", "v-role", Duration.ofHours(1));
    metrics.leases(fault -> {}).published(generation, "test");
    metrics.retirements().opened(generation);
    metrics.registry().add("stock", List.of(), Map::of).opened();
    assertThat(server.getAttribute(binding(), "Generation")).isEqualTo(1.0);
    assertThat(server.getAttribute(binding(), "Rotations_success")).isEqualTo(1L);
    assertThat(server.getAttribute(binding(), "ConnectionsOpened")).isEqualTo(1L);
    assertThat(server.getAttribute(binding(), "FetchDurationSeconds_count")).isEqualTo(0L);
    assertThat(server.getAttributes(binding(), new String[] {"Ready", "nothing"})).hasSize(1);
    assertThatThrownBy(() -> server.getAttribute(binding(), "nothing"))
        .isInstanceOf(AttributeNotFoundException.class);
  }

  /** A client has none of our classes. */
  @Test
  void hasNumbersAndTextsAlone() throws Exception {
    MBeanInfo info = server.getMBeanInfo(binding());
    assertThat(Arrays.stream(info.getAttributes()).map(MBeanAttributeInfo::getType))
        .isNotEmpty()
        .containsOnly("java.lang.Long", "java.lang.Double", "java.lang.String");
    assertThat(info.getAttributes()).allMatch(each -> each.isReadable() && !each.isWritable());
  }

  @Test
  void saysHowTheBindingIsWithoutItsUser() throws Exception {
    Generation generation = OneLease.generation("orders", "v-role", Duration.ofHours(1));
    metrics.leases(fault -> {}).published(generation, "test");
    assertThat(server.getAttribute(binding(), "Readiness")).isEqualTo("ready");
    assertThat(server.invoke(binding(), "describe", null, null))
        .asString()
        .startsWith("binding orders\n")
        .contains("\nGeneration: 1.0\n", "\nReadiness: ready\n")
        .doesNotContain("v-role");
  }

  @Test
  void rotatesOnRequest() throws Exception {
    assertThat(server.invoke(binding(), "rotate", null, null)).asString().startsWith("asked for;");
    assertThat(rotations).hasValue(1);
    assertThatThrownBy(() -> server.invoke(binding(), "other", null, null))
        .isInstanceOf(ReflectionException.class);
  }

  @Test
  void saysThatThereIsNothingToRotateBeforeTheFirstConnection() throws Exception {
    begun = false;
    assertThat(server.invoke(binding(), "rotate", null, null))
        .isEqualTo(
            "nothing to rotate: no connection was asked for yet, and the first connection fetches"
                + " the first lease");
    assertThat(rotations).hasValue(0);
  }

  @Test
  void hasTheLoginsOfTheProcess() throws Exception {
    metrics.registry().logins().loggedIn(Duration.ofHours(1));
    ObjectName process = new ObjectName(JmxRegistration.DOMAIN + ":type=Process");
    assertThat(server.getAttribute(process, "Logins_success")).isEqualTo(1L);
    assertThat(server.getAttribute(process, "TokenDurationSeconds")).isEqualTo(3600.0);
  }

  @Test
  void leavesABeanOfTheSameNameAlone() {
    JmxRegistration again = new JmxRegistration(metrics.registry());
    assertThatThrownBy(() -> again.add("orders", () -> true))
        .isInstanceOf(InstanceAlreadyExistsException.class);
  }

  private static ObjectName binding() throws Exception {
    return new ObjectName(JmxRegistration.DOMAIN + ":type=Binding,name=orders");
  }
}
