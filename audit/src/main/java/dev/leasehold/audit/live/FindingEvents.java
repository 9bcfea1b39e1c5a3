// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import dev.leasehold.audit.source.LiveException;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes an Event of Kubernetes for each finding. The Event is of the finding's pod in the pod's
 * namespace, else of the namespace that the program is in. The Event's name has the finding's id,
 * so that the API server takes it once.
 */
public final class FindingEvents {

  private static final String COMPONENT = "leasehold-audit";
  private static final String CREATE = "create on events";

  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST = 1000;

  private final LiveCluster cluster;
  private final PodWatch pods;

  /** Writes to a cluster of which the pods are known. */
  public FindingEvents(LiveCluster cluster, PodWatch pods) {
    this.cluster = cluster;
    this.pods = pods;
  }

  /**
   * The text that an Event has for a finding.
   *
   * @param foundAt in RFC 3339, as {@code happenedAt}
   * @param pod {@code NAMESPACE/NAME}; null for none
   */
  public record Announced(
      String id,
      String code,
      String foundAt,
      String happenedAt,
      @Nullable String pod,
      String message) {

    /** Returns the namespace of the pod; empty for none. */
    public String namespace() {
      return pod == null ? "" : pod.substring(0, pod.indexOf('/'));
    }
  }

  /**
   * Writes an Event, once also where it is called again.
   *
   * @return why the API server refuses it; null if it is there
   * @throws LiveException if the API server does not answer
   */
  public @Nullable String create(Announced finding) {
    ObjectReference own = reference("Namespace", cluster.namespace(), cluster.namespace());
    ObjectReference about = finding.pod() == null ? own : pod(finding.pod());
    try {
      try {
        write(finding, about);
      } catch (KubernetesClientException e) {
        if (!isMisplaced(e)) {
          throw e;
        }
        about = own;
        write(finding, about);
      }
      return null;
    } catch (KubernetesClientException e) {
      String problem = cluster.problem(e, CREATE + " in namespace " + about.getNamespace());
      if (LiveCluster.code(e) == 0) {
        throw new LiveException(problem);
      }
      return problem;
    }
  }

  /** The namespace has gone or is going, or no pod can have the name. */
  private static boolean isMisplaced(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || e.getCode() == UNPROCESSABLE
        || String.valueOf(e.getMessage()).contains("because it is being terminated");
  }

  private void write(Announced finding, ObjectReference about) {
    try {
      cluster
          .client()
          .v1()
          .events()
          .inNamespace(about.getNamespace())
          .resource(event(finding, about))
          .create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) { // Else it is there.
        throw e;
      }
    }
  }

  private static Event event(Announced finding, ObjectReference about) {
    String message = finding.message();
    return new EventBuilder()
        .withNewMetadata()
        .withName("leasehold-" + finding.code().toLowerCase(Locale.ROOT) + "." + finding.id())
        .withNamespace(about.getNamespace())
        .endMetadata()
        .withInvolvedObject(about)
        .withType("Warning")
        .withReason(finding.code())
        .withMessage(message.substring(0, Math.min(LONGEST, message.length())))
        .withFirstTimestamp(finding.happenedAt())
        .withLastTimestamp(finding.foundAt())
        .withCount(1)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .build();
  }

  /** A request for the events of a pod names its UID, too. */
  private ObjectReference pod(String name) {
    int slash = name.indexOf('/');
    ObjectReference pod = reference("Pod", name.substring(0, slash), name.substring(slash + 1));
    pod.setUid(pods.uid(pod.getNamespace(), pod.getName()));
    return pod;
  }

  private static ObjectReference reference(String kind, String namespace, String name) {
    return new ObjectReferenceBuilder()
        .withApiVersion("v1")
        .withKind(kind)
        .withNamespace(namespace)
        .withName(name)
        .build();
  }
}
