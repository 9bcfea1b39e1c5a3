// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import static dev.leasehold.audit.history.History.MINUTE;
import static dev.leasehold.audit.history.History.ROTATION;
import static dev.leasehold.audit.history.History.SECOND;

import java.io.IOException;

/** Plants an anomaly beside the acts of a pod. */
final class Planting {

  private final HistorySink sink;
  private final HistoryPod pod;
  private final HistoryLease first;
  private final String token;

  /**
   * Plants in a pod.
   *
   * @param first its first lease, which ends some hour after it was taken
   */
  Planting(HistorySink sink, HistoryPod pod, HistoryLease first, String token) {
    this.sink = sink;
    this.pod = pod;
    this.first = first;
    this.token = token;
  }

  /** Returns the role that a role of nobody has. */
  static String ghost(HistoryPod pod, long at) {
    return "v-kubernet-ghost-"
        + pod.lease(5000, at).role().replaceAll(".*-([a-z0-9]{20}-\\d+)$", "$1");
  }

  void plant(Anomaly anomaly) throws IOException {
    long at = first.takenAt() + 20 * MINUTE;
    long late = first.takenAt() + ROTATION + 15 * MINUTE;
    switch (anomaly) {
      case LA01 ->
          sink.session(ghost(pod, at), "psql", History.strange(pod), at + SECOND, at + MINUTE);
      case LA02 -> lease(1000, at, "copied-" + token, History.strange(pod));
      case LA04 -> sink.session(first.role(), "psql", History.strange(pod), at, at + MINUTE);
      case LA05 -> sink.session(first.role(), first.application(), pod.databaseAddress(), at, late);
      case LA06 ->
          sink.session(
              first.role(), first.application(), pod.databaseAddress(), late, late + MINUTE);
      case LA07 -> {
        HistoryLease second = lease(1000, at, token, pod.address());
        HistoryLease third = lease(1001, at + MINUTE, token, pod.address());
        sink.revoked(second, token, at + 10 * MINUTE);
        sink.revoked(third, token, at + 11 * MINUTE);
      }
      case LA08 -> {
        for (int i = 0; i < 7; i++) {
          HistoryLease lease = lease(1000 + i, at + i * MINUTE, token + "-" + i, pod.address());
          sink.revoked(lease, token + "-" + i, at + i * MINUTE + 20 * SECOND);
        }
      }
      case LA08_JOB -> failSevenTimes(at);
      case LA09 ->
          sink.readBy("userpass-person" + pod.number(), pod.service(), History.strange(pod), at);
      case LA10 -> sink.call(pod, token, History.strange(pod), at);
      case LA11, LA11_UNLEASED ->
          sink.session("static_app", "", pod.databaseAddress(), at, at + MINUTE);
      case LA12 -> {
        HistoryPod other = foreign();
        sink.login(other, "copied-" + token, pod.address(), at);
      }
      case LA15 -> intercept(pod.lease(1000, at));
      default -> {} // The others are how the pod itself behaves.
    }
  }

  private void intercept(HistoryLease lease) throws IOException {
    sink.intercepted(lease, token, History.strange(pod));
    sink.revoked(lease, token, lease.takenAt() + 10 * MINUTE);
  }

  private HistoryLease lease(int n, long at, String with, String address) throws IOException {
    if (!with.equals(token)) {
      sink.login(pod, with, address, at - SECOND);
    }
    HistoryLease lease = pod.lease(n, at);
    sink.taken(lease, with, address);
    return lease;
  }

  /** A pod that lives for half a minute. */
  private HistoryPod jobPod(int n, long at) {
    return new HistoryPod(
        pod.number() + (3 + n) * History.SUCCESSOR,
        pod.service(),
        History.elsewhere(pod, 201 + n),
        at,
        at + 30 * SECOND,
        false,
        pod.isPlain(),
        false,
        null);
  }

  private void failSevenTimes(long at) throws IOException {
    for (int i = 0; i < 7; i++) {
      fail(jobPod(i, at + i * MINUTE), token + "-" + i);
    }
  }

  private void fail(HistoryPod failing, String with) throws IOException {
    sink.pod(failing);
    sink.login(failing, with, failing.address(), failing.startedAt() + SECOND);
    HistoryLease lease = failing.lease(0, failing.startedAt() + 2 * SECOND);
    sink.taken(lease, with, failing.address());
    sink.revoked(lease, with, failing.startedAt() + 29 * SECOND);
  }

  /** The identity of another service's pod. */
  private HistoryPod foreign() {
    return new HistoryPod(
        pod.number() + 2 * History.SUCCESSOR,
        "other",
        pod.address(),
        pod.startedAt(),
        null,
        false,
        false,
        false,
        null);
  }
}
