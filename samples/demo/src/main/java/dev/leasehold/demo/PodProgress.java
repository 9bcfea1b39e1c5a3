// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Says how far a pod is, each step once. Not safe for threads. */
final class PodProgress {

  /** The steps of a pod, in this order. */
  private enum Step {
    SCHEDULED("the pod is on the node"),
    COPIED("its init container has put the agent on a volume"),
    RUNNING("its application starts under the agent"),
    READY("the pod is ready");

    private final String text;

    Step(String text) {
      this.text = text;
    }

    private boolean isDone(JsonNode status) {
      JsonNode init = status.at("/initContainerStatuses/0/state/terminated/exitCode");
      JsonNode application = status.at("/containerStatuses/0");
      return switch (this) {
        case SCHEDULED -> isTrue(status, "PodScheduled");
        case COPIED -> init.isInt() && init.intValue() == 0;
        case RUNNING -> application.at("/state").has("running");
        case READY -> application.path("ready").asBoolean();
      };
    }

    private static boolean isTrue(JsonNode status, String type) {
      for (JsonNode condition : status.path("conditions")) {
        if (condition.path("type").asText().equals(type)) {
          return condition.path("status").asText().equals("True");
        }
      }
      return false;
    }
  }

  private final Consumer<String> told;
  private final Set<Step> said = EnumSet.noneOf(Step.class);

  /** Makes the progress of a pod, which tells a listener. */
  PodProgress(Consumer<String> told) {
    this.told = told;
  }

  /** Looks at the pod as the API server has it; a missing pod has come nowhere yet. */
  void look(JsonNode pod) {
    for (Step step : Step.values()) {
      if (!said.contains(step) && step.isDone(pod.path("status"))) {
        said.add(step);
        told.accept(step.text);
      }
    }
  }

  /** Returns whether the pod takes requests. */
  boolean isReady() {
    return said.contains(Step.READY);
  }
}
