// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.IOException;
import java.time.Instant;

/** Writes the items of {@code kubectl get pods -A -o json}. */
final class KubernetesLines implements HistorySink {

  private final VaultLines.Lines out;
  private final long skew;

  KubernetesLines(VaultLines.Lines out, long skew) {
    this.out = out;
    this.skew = skew;
  }

  @Override
  public void pod(HistoryPod pod) throws IOException {
    String start = time(pod.startedAt());
    Long ended = pod.endedAt();
    String end = ended == null ? "" : "\"deletionTimestamp\":\"" + time(ended) + "\",";
    out.line(
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"namespace\":\""
            + pod.namespace()
            + "\",\"name\":\""
            + pod.name()
            + "\",\"uid\":\""
            + pod.uid()
            + "\","
            + end
            + "\"creationTimestamp\":\""
            + start
            + "\",\"annotations\":{\"leasehold.dev/injected\":\"x\"}},\"spec\":{\"serviceAccountName\":\""
            + pod.service()
            + "\",\"nodeName\":\"node-"
            + pod.number() % 7
            + "\",\"containers\":[{\"name\":\"app\",\"image\":\"registry.example.com/"
            + pod.service()
            + ":1\"}]},\"status\":{\"phase\":\"Running\",\"podIP\":\""
            + pod.address()
            + "\","
            + addresses(pod)
            + "\"startTime\":\""
            + start
            + "\"}}");
  }

  private static String addresses(HistoryPod pod) {
    return pod.hasTwoAddresses()
        ? "\"podIPs\":[{\"ip\":\""
            + pod.address()
            + "\"},{\"ip\":\""
            + pod.databaseAddress()
            + "\"}],"
        : "";
  }

  /** A call of the root token begins and ends a history: of its end Kubernetes has an event. */
  @Override
  public void call(HistoryPod pod, String token, String address, long at) throws IOException {
    if (token.equals("root")) {
      out.line(
          "{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"metadata\":{\"creationTimestamp\":\""
              + time(at)
              + "\"},\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"kube-system\",\"name\":\"coredns\"},"
              + "\"reason\":\"Unhealthy\"}");
    }
  }

  private String time(long at) {
    return Instant.ofEpochMilli((at + skew) / 1000 * 1000).toString();
  }
}
