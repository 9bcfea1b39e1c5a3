// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApplicationStartTest {

  private static final String CALLER = "sun.instrument.InstrumentationImpl";

  @Test
  void tellsPremainFromAClassThatIsTransformed() {
    assertThat(ApplicationStart.isInPremain(stack("loadClassAndCallPremain"))).isTrue();
    assertThat(ApplicationStart.isInPremain(stack("loadClassAndStartAgent"))).isTrue();
    assertThat(ApplicationStart.isInPremain(stack("transform"))).isFalse();
  }

  /** The names are the JDK's own, and nobody has promised them. */
  @Test
  void knowsTheMethodThatThisJdkStartsAgentsWith() throws Exception {
    assertThat(Class.forName(CALLER).getDeclaredMethods())
        .anyMatch(method -> ApplicationStart.isInPremain(stack(method.getName())));
  }

  @Test
  void waitsForAClassWithinABound() throws Exception {
    ApplicationStart start = new ApplicationStart(Thread.currentThread(), loaded(String.class));
    assertThat(start.awaitLoaded("java.lang.String", Duration.ofHours(1))).isTrue();
    assertThat(start.awaitLoaded("org.example.NeverLoaded", Duration.ofMillis(1))).isFalse();
  }

  private static StackTraceElement[] stack(String method) {
    return new StackTraceElement[] {
      new StackTraceElement("com.example.Agent", "work", "Agent.java", 1),
      new StackTraceElement(CALLER, method, "InstrumentationImpl.java", 1)
    };
  }

  private static Instrumentation loaded(Class<?>... classes) {
    return (Instrumentation)
        Proxy.newProxyInstance(
            ApplicationStartTest.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> classes);
  }
}
