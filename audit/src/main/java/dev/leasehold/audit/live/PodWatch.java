// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogTables;
import dev.leasehold.audit.source.PodRows;
import dev.leasehold.audit.source.PodState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a cluster, as its API server tells of them: all of them from time to time, and each
 * change at once. When the watch ends for good, it begins anew with a list. For one thread, beside
 * the threads of the informer.
 */
public final class PodWatch implements AutoCloseable {

  /** How often all pods are written: a pod that no list of the retention has is forgotten. */
  private static final Duration LISTED = Duration.ofMinutes(1);

  /** A list may be late: with a shorter retention, pods that live would be forgotten in between. */
  public static final Duration SHORTEST_RETENTION = LISTED.multipliedBy(2);

  private static final Duration RETRY = Duration.ofSeconds(10);

  /**
   * The longest break that ends no watch. The client renews each watch after five to ten minutes,
   * and takes a second for it. It is then told of changes in between.
   */
  private static final Duration BREAK = Duration.ofSeconds(30);

  private final LiveCluster cluster;
  private final InstantSource clock;
  private final Map<String, PodState> present = new ConcurrentHashMap<>();
  private final Queue<PodState> changes = new ConcurrentLinkedQueue<>();
  private @Nullable SharedIndexInformer<Pod> informer;
  private volatile @Nullable String problem;
  private long startedAt;
  private long listedAt;

  /** Whether the watch has gone on since all pods were written, but for short breaks. */
  private boolean isWhole;

  /** Until when it has; 0 before the first list. */
  private long wholeUntil;

  /** Watches nothing until it is asked to {@link #look}. */
  public PodWatch(LiveCluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /**
   * Begins the watch where none is under way. Returns whether there is something to write. Changes
   * before the watch broke off are written with the list that comes after it.
   */
  public boolean look() {
    long now = clock.millis();
    SharedIndexInformer<Pod> current = informer;
    boolean isOver = current == null || !current.isRunning();
    if (isOver && now - startedAt >= RETRY.toMillis()) {
      if (current != null) {
        current.stop();
      }
      startedAt = now;
      informer = start();
      isWhole = false;
    }
    if (!isWatching()) {
      isWhole = isWhole && now - wholeUntil < BREAK.toMillis();
      return false;
    }
    wholeUntil = isWhole ? now : wholeUntil;
    return !changes.isEmpty() || isListDue(now);
  }

  private boolean isListDue(long now) {
    return !isWhole || now - listedAt >= LISTED.toMillis();
  }

  /** An object of an earlier watch is listed again, or has gone. */
  private SharedIndexInformer<Pod> start() {
    SharedIndexInformer<Pod> started =
        cluster
            .client()
            .pods()
            .inAnyNamespace()
            .withLimit(LiveCluster.PAGE)
            .runnableInformer(0)
            .itemStore(
                new ReducedStateItemStore<>(
                    ReducedStateItemStore.UID_KEY_STATE,
                    Pod.class,
                    cluster.client().getKubernetesSerialization(),
                    "metadata.namespace",
                    "metadata.name"))
            .addEventHandler(new Changes());
    started.exceptionHandler(
        (isStarted, failure) -> {
          problem = cluster.problem(failure, "list and watch on pods");
          return true;
        });
    started
        .start()
        .whenComplete(
            (nothing, failure) ->
                problem =
                    failure == null ? null : cluster.problem(failure, "list and watch on pods"));
    return started;
  }

  /** Returns whether the API server tells of each change now. */
  boolean isWatching() {
    SharedIndexInformer<Pod> current = informer;
    return current != null && current.hasSynced() && current.isWatching();
  }

  /** Writes the changes so far. The number {@code snapshot} tells the input from others. */
  public void write(LogTables tables, long snapshot) throws SQLException {
    long now = clock.millis();
    PodRows rows = new PodRows(tables, snapshot);
    List<PodState> written = new ArrayList<>();
    for (PodState each = changes.poll(); each != null; each = changes.poll()) {
      written.add(each);
    }
    SharedIndexInformer<Pod> current = informer;
    if (current != null && isListDue(now)) {
      written.addAll(gone(current, now));
      written.addAll(present.values());
      listedAt = now;
    }
    sayWhole(rows, now);
    for (PodState each : written) {
      rows.add(each.present(now));
      tables.read(LogKind.KUBERNETES);
    }
  }

  private void sayWhole(PodRows rows, long now) throws SQLException {
    if (isWhole) {
      rows.areWatched(now);
    } else {
      if (wholeUntil > 0) {
        rows.areWatched(wholeUntil);
      }
      rows.areAll(now);
    }
    isWhole = true;
    wholeUntil = now;
  }

  /** Of pods that have gone between two watches nobody tells. */
  private List<PodState> gone(SharedIndexInformer<Pod> current, long now) {
    Set<String> listed = new HashSet<>(current.getStore().listKeys());
    List<PodState> gone = new ArrayList<>();
    for (String uid : List.copyOf(present.keySet())) {
      PodState last = listed.contains(uid) ? null : present.remove(uid);
      if (last != null) {
        gone.add(last.gone(now));
      }
    }
    return gone;
  }

  /** Returns the UID of a pod that is there; null if none of the name is. */
  @Nullable String uid(String namespace, String name) {
    return present.values().stream()
        .filter(each -> name.equals(each.name()) && namespace.equals(each.namespace()))
        .map(PodState::uid)
        .findAny()
        .orElse(null);
  }

  /** Returns why the pods are not known now; null if they are. */
  public @Nullable String problem() {
    return isWatching() ? null : problem;
  }

  @Override
  public void close() {
    SharedIndexInformer<Pod> current = informer;
    if (current != null) {
      current.stop();
    }
    cluster.close();
  }

  /** The informer's thread tells of one change after the other. */
  private final class Changes implements ResourceEventHandler<Pod> {

    @Override
    public void onAdd(Pod pod) {
      seen(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      seen(pod);
    }

    private void seen(Pod pod) {
      PodState state = cluster.state(pod);
      if (!state.equals(present.put(pod.getMetadata().getUid(), state))) {
        changes.add(state);
      }
    }

    @Override
    public void onDelete(Pod pod, boolean isStateUnknown) {
      PodState last = present.remove(pod.getMetadata().getUid());
      if (last != null) {
        changes.add(last.gone(clock.millis()));
      }
    }
  }
}
