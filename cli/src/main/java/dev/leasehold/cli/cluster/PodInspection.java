// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads from a pod whether it has Leasehold, put there by any tool, and how it is. */
final class PodInspection {

  /** The beginning of the names of Leasehold's containers and volumes. */
  private static final String OWN = "leasehold-";

  private static final String AGENT = OWN + "agent";

  /** The option that brings the agent to a JVM, whether or not the jar's name has a version. */
  private static final Pattern OPTION =
      Pattern.compile("-javaagent:\\S*" + AGENT + "[^/\\s]*\\.jar");

  /** How the agent and the sidecar begin a termination message. */
  private static final String SAID = "Leasehold: ";

  /** Reasons for which every container waits at first, or after each end. */
  private static final Set<String> USUAL =
      Set.of("PodInitializing", "ContainerCreating", "CrashLoopBackOff");

  /** The phase of a pod whose programs have all ended well. */
  private static final String DONE = "Succeeded";

  private final Pod pod;

  private PodInspection(Pod pod) {
    this.pod = pod;
  }

  /** Returns the pod with its state; nothing where it has no Leasehold. */
  static Optional<InjectedPod> of(Pod pod) {
    PodInspection inspection = new PodInspection(pod);
    boolean sidecar =
        inspection
            .containers()
            .anyMatch(each -> each.getName().startsWith(OWN) && !each.getName().equals(AGENT));
    if (!sidecar && inspection.containers().noneMatch(PodInspection::hasAgent)) {
      return Optional.empty();
    }
    return Optional.of(
        new InjectedPod(
            pod.getMetadata().getNamespace(),
            pod.getMetadata().getName(),
            sidecar ? "sidecar" : "agent",
            inspection.image(),
            inspection.state(),
            inspection.reasons()));
  }

  private Stream<Container> containers() {
    return Stream.concat(
        pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
  }

  private static boolean hasAgent(Container container) {
    Stream<String> values = container.getEnv().stream().map(EnvVar::getValue);
    Stream<String> words =
        Stream.concat(container.getCommand().stream(), container.getArgs().stream());
    return Stream.concat(values, words)
        .filter(Objects::nonNull)
        .anyMatch(value -> OPTION.matcher(value).find());
  }

  private String image() {
    Stream<String> volumes =
        pod.getSpec().getVolumes().stream()
            .filter(volume -> volume.getName().equals(AGENT) && volume.getImage() != null)
            .map(volume -> volume.getImage().getReference());
    Stream<String> images =
        containers().filter(each -> each.getName().startsWith(OWN)).map(Container::getImage);
    return Stream.concat(images, volumes).findFirst().orElse("");
  }

  private String state() {
    String phase = String.valueOf(pod.getStatus().getPhase());
    if (phase.equals(DONE) || phase.equals("Failed")) {
      return phase.toLowerCase(Locale.ROOT);
    }
    boolean ready =
        pod.getStatus().getConditions().stream()
            .anyMatch(each -> each.getType().equals("Ready") && each.getStatus().equals("True"));
    return ready ? "ready" : "not ready";
  }

  private Map<String, String> reasons() {
    if (DONE.equals(pod.getStatus().getPhase())) {
      return Map.of(); // A message of an earlier run may be there, and the sidecar was ended.
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .forEach(
            status -> {
              String reason = reason(status);
              if (reason != null) {
                reasons.put(status.getName(), reason);
              }
            });
    return reasons;
  }

  private @Nullable String reason(ContainerStatus status) {
    if (Boolean.TRUE.equals(status.getReady())) {
      return null; // Earlier failures are over.
    }
    String waits = waiting(status);
    if (waits != null) {
      return waits;
    }
    boolean own = status.getName().startsWith(OWN);
    for (ContainerState each : states(status)) {
      ContainerStateTerminated ended = each.getTerminated();
      String message = ended == null ? null : ended.getMessage();
      if (message != null && message.startsWith(SAID)) {
        return message.strip();
      }
      if (own && ended != null && ended.getExitCode() != 0) {
        return "ended with status "
            + ended.getExitCode()
            + (message == null ? "" : ": " + message.strip());
      }
    }
    return null;
  }

  /** The state now, and that before the last start. */
  private static List<ContainerState> states(ContainerStatus status) {
    return Stream.of(status.getState(), status.getLastState()).filter(Objects::nonNull).toList();
  }

  /**
   * The reason that keeps a container from being made, which an image volume of Leasehold's may do.
   */
  private @Nullable String waiting(ContainerStatus status) {
    ContainerState now = status.getState();
    ContainerStateWaiting waiting = now == null ? null : now.getWaiting();
    boolean concerns = status.getName().startsWith(OWN) || hasImageVolume();
    if (waiting == null || waiting.getReason() == null || !concerns) {
      return null;
    }
    if (USUAL.contains(waiting.getReason())) {
      return null;
    }
    return waiting.getReason() + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage());
  }

  private boolean hasImageVolume() {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals(AGENT))
        .map(Volume::getImage)
        .anyMatch(Objects::nonNull);
  }
}
