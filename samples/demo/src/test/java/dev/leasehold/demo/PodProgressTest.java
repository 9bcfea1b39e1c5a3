// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodProgressTest {

  private final List<String> said = new ArrayList<>();
  private final PodProgress progress = new PodProgress(said::add);

  @Test
  void saysEachStepOnce() throws JsonProcessingException {
    look("{}");
    look("{'status': {'phase': 'Pending', 'conditions': []}}");
    assertThat(said).isEmpty();
    String scheduled = "'conditions': [{'type': 'PodScheduled', 'status': 'True'}]";
    look("{'status': {" + scheduled + "}}");
    assertThat(said).containsExactly("the pod is on the node");
    look(
        "{'status': {"
            + scheduled
            + ", 'initContainerStatuses': [{'state': {'terminated': {'exitCode': 1}}}]}}");
    assertThat(said).as("an init container that failed").hasSize(1);
    String copied =
        scheduled + ", 'initContainerStatuses': [{'state': {'terminated': {'exitCode': 0}}}]";
    look(
        "{'status': {"
            + copied
            + ", 'containerStatuses': [{'state': {'running': {}}, 'ready': false}]}}");
    assertThat(said)
        .containsExactly(
            "the pod is on the node",
            "its init container has put the agent on a volume",
            "its application starts under the agent");
    assertThat(progress.isReady()).isFalse();
    look(
        "{'status': {"
            + copied
            + ", 'containerStatuses': [{'state': {'running': {}}, 'ready': true}]}}");
    assertThat(said).hasSize(4).endsWith("the pod is ready");
    assertThat(progress.isReady()).isTrue();
  }

  private void look(String pod) throws JsonProcessingException {
    JsonNode read = new ObjectMapper().readTree(pod.replace('\'', '"'));
    progress.look(read);
  }
}
