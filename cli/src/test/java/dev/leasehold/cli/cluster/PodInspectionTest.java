// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods as an API server has them. */
class PodInspectionTest {

  private static final String OPTION = "-javaagent:/leasehold/leasehold-agent.jar";

  @ParameterizedTest
  @ValueSource(
      strings = {OPTION, "-Xmx1g -javaagent:/opt/leasehold-agent-0.1.0-SNAPSHOT.jar=a=b -Xms1g"})
  void seesTheAgentInVariablesCommandsAndArguments(String words) {
    assertThat(by(orders().addNewEnv().withName("JAVA_OPTS").withValue(words).endEnv()))
        .isEqualTo("agent");
    assertThat(by(orders().withCommand("java", words, "-jar", "orders.jar"))).isEqualTo("agent");
    assertThat(by(orders().withCommand("sh", "-c").withArgs("exec java " + words + " Orders")))
        .isEqualTo("agent");
  }

  @Test
  void takesNoOtherAgentForLeaseholds() {
    assertThat(by(orders())).isEmpty();
    assertThat(by(orders().withCommand("java", "-javaagent:/other/agent.jar", "-jar", "o.jar")))
        .isEmpty();
    assertThat(by(orders().withArgs("ls", "/leasehold/leasehold-agent.jar"))).isEmpty();
    assertThat(by(orders().withArgs("-javaagent:/leasehold-agent/other.jar"))).isEmpty();
  }

  @Test
  void aPodThatHasSucceededHasNoReasons() {
    ContainerStatus killed = ended("leasehold-sidecar", 137, null);
    ContainerStatus refused = ended("orders", 1, "Leasehold: binding default has no credential");
    assertThat(reasons("Succeeded", killed, refused)).isEmpty();
    assertThat(reasons("Failed", killed, refused))
        .containsExactly(
            Map.entry("leasehold-sidecar", "ended with status 137"),
            Map.entry("orders", "Leasehold: binding default has no credential"));
  }

  private static ContainerStatus ended(String container, int status, @Nullable String message) {
    return new ContainerStatusBuilder()
        .withName(container)
        .withReady(false)
        .withNewState()
        .withNewTerminated()
        .withExitCode(status)
        .withMessage(message)
        .endTerminated()
        .endState()
        .build();
  }

  private static Map<String, String> reasons(String phase, ContainerStatus... containers) {
    Pod pod =
        new PodBuilder(pod(orders().withCommand("java", OPTION)))
            .withNewStatus()
            .withPhase(phase)
            .withContainerStatuses(containers)
            .endStatus()
            .build();
    return PodInspection.of(pod).orElseThrow().reasons();
  }

  private static ContainerBuilder orders() {
    return new ContainerBuilder().withName("orders").withImage("orders:1");
  }

  private static String by(ContainerBuilder container) {
    return PodInspection.of(pod(container)).map(InjectedPod::by).orElse("");
  }

  private static Pod pod(ContainerBuilder container) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("orders")
        .endMetadata()
        .withNewSpec()
        .withContainers(container.build())
        .endSpec()
        .withNewStatus()
        .endStatus()
        .build();
  }
}
