// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A history whose truth is known: pods that rotate each hour, and anomalies on pods of their own.
 * The same seed gives the same history, event for event, as often as it is told.
 */
final class History {

  static final long BEGIN = 1_795_000_000_000L;
  static final long SECOND = 1000;
  static final long MINUTE = 60 * SECOND;
  static final long ROTATION = 60 * MINUTE;

  /** The longest life of a lease: three rotations. */
  static final long MAX_TTL = 3 * ROTATION;

  /** How much greater the number of a pod's successor is. */
  static final int SUCCESSOR = 10_000_000;

  private static final int PODS_OF_A_SERVICE = 20;

  private final long seed;
  private final int leasesOfAPod;
  private final List<HistoryPod> pods = new ArrayList<>();

  /**
   * Makes a history.
   *
   * @param plain how many pods nothing is planted in
   * @param planted how many pods have each anomaly
   */
  History(long seed, int plain, int planted, int leasesOfAPod) {
    this.seed = seed;
    this.leasesOfAPod = leasesOfAPod;
    Random random = new Random(seed);
    for (int i = 0; i < plain; i++) {
      add(random, null);
    }
    for (Anomaly anomaly : Anomaly.values()) {
      for (int i = 0; i < planted; i++) {
        add(random, anomaly);
      }
    }
  }

  private void add(Random random, @Nullable Anomaly anomaly) {
    int number = pods.size();
    String service = "app" + number / PODS_OF_A_SERVICE;
    long start = BEGIN + MINUTE + (long) (random.nextDouble() * ROTATION / 2);
    boolean ends = anomaly == null && number % 4 == 0;
    if (anomaly == Anomaly.LA11_UNLEASED) {
      start = end() - MAX_TTL / 2;
    }
    Long end = ends ? (Long) (start + ROTATION * leasesOfAPod / 2 + 20 * MINUTE) : null;
    if (anomaly == Anomaly.LA08) {
      service = "loop" + number;
    } else if (anomaly == Anomaly.LA08_JOB) {
      service = "job" + number;
    }
    int kind = (number / PODS_OF_A_SERVICE) % 3;
    boolean isJwt =
        anomaly == Anomaly.LA03 || kind == 0 && anomaly != Anomaly.LA12 && anomaly != Anomaly.LA02;
    pods.add(
        new HistoryPod(
            number, service, address(number), start, end, isJwt, kind == 1, kind != 2, anomaly));
  }

  /**
   * An address whose pod has ended is given to a later pod, or its name is: see {@link #successor}.
   */
  private static String address(int number) {
    return "10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255);
  }

  /** The pod that gets the address of a pod that ended; of a StatefulSet, its name. */
  private HistoryPod successor(HistoryPod ended, long at) {
    return new HistoryPod(
        ended.number() + SUCCESSOR,
        ended.service(),
        ended.isOfStatefulSet() ? elsewhere(ended, 200) : ended.address(),
        at,
        null,
        ended.isJwt(),
        ended.isPlain(),
        ended.isStamped(),
        null);
  }

  List<HistoryPod> pods() {
    return pods;
  }

  long end() {
    return BEGIN + ROTATION * (leasesOfAPod + 1);
  }

  /**
   * Tells all that happens, pod by pod: the lines of different pods are not in the order of time.
   */
  void tell(HistorySink sink) throws IOException {
    sink.call(pods.get(0), "root", "10.250.0.1", BEGIN);
    for (HistoryPod pod : pods) {
      tell(pod, sink);
      if (pod.endedAt() != null) {
        tell(successor(pod, pod.endedAt() + 10 * MINUTE), sink);
      }
    }
    sink.session("vault", "", "10.250.0.1", BEGIN, null);
    sink.call(pods.get(0), "root", "10.250.0.1", end());
  }

  private void tell(HistoryPod pod, HistorySink sink) throws IOException {
    Random random = new Random(seed * 31 + pod.number());
    sink.pod(pod);
    String token = "token-" + pod.number();
    String from = pod.anomaly() == Anomaly.LA03 ? strange(pod) : pod.address();
    int leases = pod.anomaly() == Anomaly.LA13 ? 1 : leasesOfAPod;
    if (pod.anomaly() != null && pod.anomaly().isUnleased()) {
      leases = 0;
    } else {
      logIn(pod, token, from, sink);
    }
    HistoryLease first = leases == 0 ? pod.lease(0, pod.startedAt()) : null;
    for (int n = 0; n < leases; n++) {
      long at = pod.startedAt() + 5 * SECOND + n * ROTATION + random.nextInt((int) MINUTE);
      if (at + 10 * SECOND > last(pod)) {
        break;
      }
      HistoryLease lease = pod.lease(n, at);
      sink.taken(lease, token, from);
      use(lease, n, token, sink);
      first = n == 0 ? lease : first;
    }
    if (first != null && pod.anomaly() != null) {
      new Planting(sink, pod, first, token).plant(pod.anomaly());
    }
  }

  /** A pod of two families may reach Vault by both. */
  private static void logIn(HistoryPod pod, String token, String from, HistorySink sink)
      throws IOException {
    long at = pod.startedAt() + 2 * SECOND;
    if (pod.anomaly() == null && pod.number() % 7 == 3) {
      sink.wrappedLogin(pod, token, at);
    } else {
      sink.login(pod, token, from, at);
    }
    if (pod.hasTwoAddresses() && from.equals(pod.address())) {
      sink.call(pod, token, pod.databaseAddress(), pod.startedAt() + 3 * SECOND);
    }
  }

  /** The first lease of a pod. */
  HistoryLease first(HistoryPod pod) {
    int jitter = new Random(seed * 31 + pod.number()).nextInt((int) MINUTE);
    return pod.lease(0, pod.startedAt() + 5 * SECOND + jitter);
  }

  private long last(HistoryPod pod) {
    return pod.endedAt() == null ? end() - 2 * MINUTE : pod.endedAt();
  }

  /** A lease is used until a minute after the next lease, or until the pod ends. */
  private void use(HistoryLease lease, int n, String token, HistorySink sink) throws IOException {
    HistoryPod pod = lease.pod();
    long at = lease.takenAt();
    if (n % 4 == 0 && at + ROTATION / 2 < last(pod)) {
      sink.renewed(lease, token, at + ROTATION / 2);
    }
    if (pod.anomaly() == Anomaly.LA13) {
      sink.expired(lease, at + ROTATION + MINUTE);
      sink.session(
          lease.role(), lease.application(), pod.databaseAddress(), at + SECOND, at + ROTATION);
      return;
    }
    long next = at + ROTATION + MINUTE;
    boolean isLast = next + 10 * SECOND > last(pod) || n + 1 == leasesOfAPod;
    Long ended = isLast ? pod.endedAt() : (Long) next;
    if (ended != null) {
      sink.revoked(lease, token, ended + 4 * SECOND);
    }
    sink.session(lease.role(), lease.application(), pod.databaseAddress(), at + SECOND, ended);
  }

  /** An address of another network of pods. */
  static String elsewhere(HistoryPod pod, int network) {
    return "10." + network + address(pod.number()).substring(4);
  }

  /** An address that belongs to no pod. */
  static String strange(HistoryPod pod) {
    return "172." + address(pod.number()).substring(3);
  }
}
