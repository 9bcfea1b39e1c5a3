// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.observe.OneLease;
import dev.leasehold.observe.metrics.AgentMetrics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The meters in real versions of Micrometer, each in a class loader of its own. */
class MicrometerRegistrationTest {

  private static final String NEWEST = "1.17.2";

  private final AgentMetrics metrics =
      new AgentMetrics(List.of("orders"), "1.2.3", LeaseClock.system());
  private final MicrometerRegistration meters = new MicrometerRegistration(metrics.registry());

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "1.9.17", "1.15.12", NEWEST})
  void areInTheRegistriesOfTheApplicationThatItHasAndAddsLater(String version) throws Exception {
    try (MicrometerUnderTest micrometer = new MicrometerUnderTest(version)) {
      Object early = micrometer.addRegistry();
      assertThat(meters.register(micrometer.loader())).isNull();
      Object late = micrometer.addRegistry();
      assertThat(micrometer.names(early)).hasSize(meters.size());
      assertThat(micrometer.names(late))
          .containsExactlyInAnyOrderElementsOf(micrometer.names(early));
      assertThat(micrometer.names(early))
          .contains(
              "leasehold.lease.remaining[binding=orders]",
              "leasehold.renewals[binding=orders, result=success]",
              "leasehold.fetch.duration[binding=orders]",
              "leasehold.connections[binding=orders, state=current]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", NEWEST})
  void haveTheValuesOfTheMoment(String version) throws Exception {
    Generation generation = OneLease.generation("orders", "v-role", Duration.ofHours(1));
    metrics.leases(fault -> {}).published(generation, "test");
    metrics.leases(fault -> {}).fetched("orders", generation.lease(), Duration.ofSeconds(3));
    MicrometerRegistration current = new MicrometerRegistration(metrics.registry());
    try (MicrometerUnderTest micrometer = new MicrometerUnderTest(version)) {
      Object registry = micrometer.addRegistry();
      assertThat(current.register(micrometer.loader())).isNull();
      assertThat(micrometer.value(registry, "leasehold.generation")).isEqualTo(1);
      assertThat(micrometer.value(registry, "leasehold.lease.duration")).isEqualTo(3600);
      assertThat(micrometer.values(registry, "leasehold.fetch.duration")).containsExactly(1.0, 3.0);
      assertThat(micrometer.value(registry, "leasehold.token.remaining")).isNaN();
    }
  }

  @Test
  void areInTheOtherRegistryWhereOneThrows() throws Exception {
    try (MicrometerUnderTest micrometer = new MicrometerUnderTest(NEWEST)) {
      Object broken = micrometer.addRegistryThatThrows();
      Object other = micrometer.addRegistry();
      assertThat(meters.register(micrometer.loader()))
          .startsWith(meters.size() + " of " + meters.size() + " meters, the first: ")
          .contains("a registry that throws");
      assertThat(micrometer.names(broken)).isEmpty();
      assertThat(micrometer.names(other)).hasSize(meters.size());
    }
  }

  @Test
  void leaveAMeterOfTheApplicationsOwnAlone() throws Exception {
    try (MicrometerUnderTest micrometer = new MicrometerUnderTest(NEWEST)) {
      Object registry = micrometer.addRegistry();
      micrometer.count("leasehold.generation", "binding", "orders");
      assertThat(meters.register(micrometer.loader()))
          .startsWith("1 of " + meters.size() + " meters, the first: ");
      assertThat(micrometer.names(registry)).hasSize(meters.size());
      assertThat(micrometer.value(registry, "leasehold.generation")).isEqualTo(1);
    }
  }

  @Test
  void areTheSameWhenTheyAreRegisteredTwice() throws Exception {
    try (MicrometerUnderTest micrometer = new MicrometerUnderTest(NEWEST)) {
      Object registry = micrometer.addRegistry();
      assertThat(meters.register(micrometer.loader())).isNull();
      assertThat(meters.register(micrometer.loader())).isNull();
      assertThat(micrometer.names(registry)).hasSize(meters.size());
    }
  }

  @Test
  void areNowhereWithoutMicrometer() {
    ClassLoader none = ClassLoader.getPlatformClassLoader();
    assertThatThrownBy(() -> meters.register(none)).isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void areRegisteredWhereverMicrometerIsLoaded() throws Exception {
    MicrometerLoaders loaders = new MicrometerLoaders();
    ClassLoader loader = getClass().getClassLoader();
    byte[] bytes = {};
    assertThat(loaders.transform(loader, "com/example/Other", null, null, bytes)).isNull();
    String metricsClass = MicrometerLoaders.METRICS.replace('.', '/');
    assertThat(loaders.transform(loader, metricsClass, null, null, bytes)).isNull();
    assertThat(loaders.next()).isSameAs(loader);
    assertThat(loaders.transform(loader, metricsClass, null, null, bytes)).isNull();
    assertThat(loaders.next()).as("once").isNull();
  }
}
